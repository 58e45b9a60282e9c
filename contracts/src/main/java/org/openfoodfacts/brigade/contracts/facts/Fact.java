package org.openfoodfacts.brigade.contracts.facts;

import org.openfoodfacts.brigade.contracts.Message;

/**
 * What a machine is, as its agent sees it. State: the newest fact per key is the whole truth. The key on {@code brigade.facts} is
 * {@code node/kind} or, for facts that come in parts, {@code node/kind/part}.
 */
public sealed interface Fact extends Message
        permits PresenceFact,
                SystemFact,
                CapabilitiesFact,
                StorageFact,
                NetworkFact,
                UnitsFact,
                CheckoutsFact,
                CertificatesFact,
                PoolsFact,
                PoolStatusFact,
                DisksFact,
                DatasetsFact,
                SnapshotsFact,
                BansFact,
                PoliciesFact {

    /** The part of the key behind the kind; empty for facts that are one record per node. */
    default String part() {
        return "";
    }
}
