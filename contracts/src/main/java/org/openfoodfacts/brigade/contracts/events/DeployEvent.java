package org.openfoodfacts.brigade.contracts.events;

import java.time.Duration;
import java.util.UUID;
import org.openfoodfacts.brigade.contracts.Required;

/** What happened to deployments. */
public sealed interface DeployEvent extends Event {

    record DeploymentAccepted(
            @Required UUID deploymentId,
            @Required String application,
            @Required String flavor,
            @Required String version,
            String node,
            String requestedBy)
            implements DeployEvent {}

    /** A request that did not become a deployment, and why. */
    record DeploymentRejected(
            String application, String flavor, String version, String requestSource, String requestId, String detail)
            implements DeployEvent {}

    record DeploymentStepFinished(
            @Required UUID deploymentId, @Required String step, boolean succeeded, Duration took, String detail)
            implements DeployEvent {}

    record DeploymentSucceeded(
            @Required UUID deploymentId,
            @Required String application,
            @Required String flavor,
            @Required String version,
            String commit)
            implements DeployEvent {}

    record DeploymentFailed(
            @Required UUID deploymentId,
            @Required String application,
            @Required String flavor,
            @Required String version,
            String step,
            String detail)
            implements DeployEvent {}

    /** Ended because somebody asked for it; {@code step} is the last that was begun, {@code detail} how it ended, as far as is known. */
    record DeploymentCancelled(
            @Required UUID deploymentId,
            @Required String application,
            @Required String flavor,
            @Required String version,
            String step,
            String cancelledBy,
            String detail)
            implements DeployEvent {}
}
