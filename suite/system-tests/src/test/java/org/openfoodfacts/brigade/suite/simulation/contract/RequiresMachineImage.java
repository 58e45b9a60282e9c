package org.openfoodfacts.brigade.suite.simulation.contract;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.openfoodfacts.brigade.suite.machine.LabImage;
import org.openfoodfacts.brigade.suite.machine.MachineImage;

/** Skips a test by name where no Docker engine answers or the machine's image was not built. */
public final class RequiresMachineImage implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return LabImage.presence(MachineImage.NAME);
    }
}
