package org.openfoodfacts.brigade.proxyconfig.rest;

import java.time.Instant;
import org.openfoodfacts.brigade.proxyconfig.domain.Ban;
import org.openfoodfacts.brigade.proxyconfig.domain.Proxy;
import org.openfoodfacts.brigade.proxyconfig.persistence.EnforcementStore.OnProxy;

/** One ban on one proxy. {@code wantedSince} absent: the proxy is not enrolled yet, so nobody could tell it. */
public record ProxyBanView(String node, State state, Instant wantedSince, Instant enforcedSince, String problem) {
    public enum State {
        NOT_ENROLLED,
        WANTED,
        ENFORCED,
        /** It was enforced and is not any more, though nobody lifted it. */
        MISSING,
        FAILED
    }

    /** @param known what the proxy said of this ban, null when it said nothing */
    static ProxyBanView of(Ban ban, Proxy proxy, OnProxy known) {
        if (proxy.orderedSince() == null || !proxy.enrolled()) {
            return new ProxyBanView(proxy.node(), State.NOT_ENROLLED, null, null, "the node is not enrolled");
        }
        Instant wanted = proxy.orderedSince().isAfter(ban.at()) ? proxy.orderedSince() : ban.at();
        if (known != null && known.since() != null) {
            return new ProxyBanView(proxy.node(), State.ENFORCED, wanted, known.since(), proxy.problem());
        }
        if (known != null) {
            String gone = "not in the proxy's jail since " + known.missingSince();
            return new ProxyBanView(proxy.node(), State.MISSING, wanted, null, gone);
        }
        State state = proxy.problem() == null ? State.WANTED : State.FAILED;
        return new ProxyBanView(proxy.node(), state, wanted, null, proxy.problem());
    }
}
