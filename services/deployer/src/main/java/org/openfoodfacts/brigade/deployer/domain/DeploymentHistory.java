package org.openfoodfacts.brigade.deployer.domain;

import java.util.List;

/** A deployment with the steps it has begun, in order. */
public record DeploymentHistory(Deployment deployment, List<StepRun> steps) {
    public DeploymentHistory {
        steps = List.copyOf(steps);
    }
}
