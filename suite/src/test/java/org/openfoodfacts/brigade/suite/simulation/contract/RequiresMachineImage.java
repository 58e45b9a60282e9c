package org.openfoodfacts.brigade.suite.simulation.contract;

import com.github.dockerjava.api.exception.NotFoundException;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.DockerClientFactory;

/** Skips a test by name where no Docker engine answers or the machine's image was not built. */
final class RequiresMachineImage implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            return ConditionEvaluationResult.disabled(
                    "no Docker engine answers; suite/lab/prepare starts one (as root)");
        }
        try {
            DockerClientFactory.instance()
                    .client()
                    .inspectImageCmd(ContainerToolMachine.IMAGE)
                    .exec();
            return ConditionEvaluationResult.enabled("the engine has " + ContainerToolMachine.IMAGE);
        } catch (NotFoundException _) {
            return ConditionEvaluationResult.disabled(
                    "there is no image " + ContainerToolMachine.IMAGE + "; suite/lab/prepare builds it");
        }
    }
}
