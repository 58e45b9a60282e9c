package org.openfoodfacts.brigade.security.domain;

import java.util.Optional;

/** What is known of the public keys a machine wants to enrol with; each is null when nothing is. */
public record KeyUse(String usedByNode, String revokedWithNode) {

    /** Why the keys must not be taken; empty when they may. A key is one machine's, and a revoked one nobody's any more. */
    public Optional<String> objection() {
        if (revokedWithNode != null) {
            return Optional.of("these keys were revoked with the node " + revokedWithNode
                    + "; move the agent's keys away, so that it makes new ones");
        }
        return usedByNode == null
                ? Optional.empty()
                : Optional.of("these keys are those of the node " + usedByNode
                        + "; a machine needs keys of its own (was its disk copied?)");
    }
}
