package org.openfoodfacts.brigade.suite.console;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips a test by name where there is no Chromium to show the console. */
final class RequiresChromium implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return Chromium.find()
                .map(found -> ConditionEvaluationResult.enabled("there is " + found))
                .orElseGet(() -> ConditionEvaluationResult.disabled(
                        "there is no Chromium; suite/lab/prepare installs chromium-headless-shell (as root)"));
    }
}
