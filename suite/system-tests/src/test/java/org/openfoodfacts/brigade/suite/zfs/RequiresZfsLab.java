package org.openfoodfacts.brigade.suite.zfs;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.openfoodfacts.brigade.suite.LabScript;

/** Skips a test by name where no ZFS guest can run. */
public final class RequiresZfsLab implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return LabScript.presence(ZfsGuests.script());
    }
}
