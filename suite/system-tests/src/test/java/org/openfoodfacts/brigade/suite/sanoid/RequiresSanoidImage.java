package org.openfoodfacts.brigade.suite.sanoid;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.openfoodfacts.brigade.suite.machine.LabImage;

/** Skips a test by name where no Docker engine answers or sanoid's image was not built. */
final class RequiresSanoidImage implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return LabImage.presence(RealSanoid.IMAGE);
    }
}
