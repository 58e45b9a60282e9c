package org.openfoodfacts.brigade.contracts.events;

import java.time.Duration;
import java.util.UUID;

/** What happened to deployments. */
public sealed interface DeployEvent extends Event {

    record DeploymentAccepted(
            UUID deploymentId, String application, String flavor, String version, String node, String requestedBy)
            implements DeployEvent {}

    /** A request that did not become a deployment, and why. */
    record DeploymentRejected(
            String application, String flavor, String version, String requestSource, String requestId, String detail)
            implements DeployEvent {}

    record DeploymentStepFinished(UUID deploymentId, String step, boolean succeeded, Duration took, String detail)
            implements DeployEvent {}

    record DeploymentSucceeded(UUID deploymentId, String application, String flavor, String version, String commit)
            implements DeployEvent {}

    record DeploymentFailed(
            UUID deploymentId, String application, String flavor, String version, String step, String detail)
            implements DeployEvent {}
}
