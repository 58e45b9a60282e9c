package org.openfoodfacts.brigade.suite.machine;

import com.github.dockerjava.api.exception.NotFoundException;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.testcontainers.DockerClientFactory;

/** Whether an image that suite/lab/prepare builds is there; a test that needs it is skipped by name where it is not. */
public final class LabImage {
    private LabImage() {}

    public static ConditionEvaluationResult presence(String image) {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            return ConditionEvaluationResult.disabled(
                    "no Docker engine answers; suite/lab/prepare starts one (as root)");
        }
        try {
            DockerClientFactory.instance().client().inspectImageCmd(image).exec();
            return ConditionEvaluationResult.enabled("the engine has " + image);
        } catch (NotFoundException _) {
            return ConditionEvaluationResult.disabled("there is no image " + image + "; suite/lab/prepare builds it");
        }
    }
}
