package org.openfoodfacts.brigade.suite.simulation.contract;

import com.github.dockerjava.api.exception.NotFoundException;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.openfoodfacts.brigade.suite.machine.MachineImage;
import org.testcontainers.DockerClientFactory;

/** Skips a test by name where no Docker engine answers or the machine's image was not built. */
public final class RequiresMachineImage implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            return ConditionEvaluationResult.disabled(
                    "no Docker engine answers; suite/lab/prepare starts one (as root)");
        }
        try {
            DockerClientFactory.instance()
                    .client()
                    .inspectImageCmd(MachineImage.NAME)
                    .exec();
            return ConditionEvaluationResult.enabled("the engine has " + MachineImage.NAME);
        } catch (NotFoundException _) {
            return ConditionEvaluationResult.disabled(
                    "there is no image " + MachineImage.NAME + "; suite/lab/prepare builds it");
        }
    }
}
