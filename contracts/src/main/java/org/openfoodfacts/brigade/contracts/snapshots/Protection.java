package org.openfoodfacts.brigade.contracts.snapshots;

import org.openfoodfacts.brigade.contracts.Required;

/** Why the snapshot with this guid stays whatever a policy says. {@code by} says what needs it: the pair, transfer, hold's tag or clone. */
public record Protection(@Required String guid, @Required Reason reason, String by) {

    public enum Reason {
        /** The newest snapshot that both ends of a pair have: without it the next send is a full one. */
        LAST_COMMON,
        /** A running or interrupted transfer begins or ends with it. */
        IN_TRANSFER,
        HELD,
        CLONE_ORIGIN
    }
}
