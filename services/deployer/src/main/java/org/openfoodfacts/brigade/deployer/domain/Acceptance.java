package org.openfoodfacts.brigade.deployer.domain;

import java.util.UUID;

/** What became of the wish for a deployment. */
public sealed interface Acceptance {

    record Accepted(Deployment deployment) implements Acceptance {}

    /** The same idempotency key asked for the same release before. */
    record Repeated(Deployment deployment) implements Acceptance {}

    /** No deployment, and why in one line. */
    sealed interface Rejected extends Acceptance {
        String why();
    }

    /** {@code field} is the part of the request that is wrong; {@code problem} follows its name. */
    record Invalid(String field, String problem) implements Rejected {
        @Override
        public String why() {
            return field + " " + problem;
        }
    }

    /** The same idempotency key asked for something else before. */
    record KeyUsed(Release before) implements Rejected {
        @Override
        public String why() {
            return "this Idempotency-Key was used for " + before.flavorKey() + " " + before.version()
                    + "; use a new one";
        }
    }

    record AlreadyRunning(String flavorKey, UUID deployment) implements Rejected {
        @Override
        public String why() {
            return "the deployment " + deployment + " to " + flavorKey + " still runs; wait for its end or cancel it";
        }
    }

    /** Nobody would hear the commands. */
    record NodeNotEnrolled(String node) implements Rejected {
        @Override
        public String why() {
            return "the node " + node + " is not enrolled; 'brigade node add " + node + "' first";
        }
    }
}
