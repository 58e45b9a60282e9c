package org.openfoodfacts.brigade.suite.simulation.contract;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.openfoodfacts.brigade.suite.LabScript;

/** Skips a test by name where no machine with disks can run. */
final class RequiresDisksLab implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return LabScript.presence(DisksMachine.script());
    }
}
