package org.openfoodfacts.brigade.deployer.domain;

import java.util.UUID;

/** What became of the wish to stop a deployment. */
public sealed interface Cancellation {

    /** The node is told to stop; the deployment ends when it answers. Asking again changes nothing. */
    record Asked(Deployment deployment) implements Cancellation {}

    record AlreadyEnded(Deployment deployment) implements Cancellation {}

    record NoSuchDeployment(UUID id) implements Cancellation {}
}
