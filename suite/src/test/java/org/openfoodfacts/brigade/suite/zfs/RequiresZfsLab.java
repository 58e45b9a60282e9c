package org.openfoodfacts.brigade.suite.zfs;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.exec.ProcessExec;

/** Skips a test by name where no ZFS guest can run; {@code suite/lab/zfs/guest check} knows why. */
public final class RequiresZfsLab implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return whyNot().map(ConditionEvaluationResult::disabled)
                .orElseGet(() -> ConditionEvaluationResult.enabled("this machine can run ZFS guests"));
    }

    private static Optional<String> whyNot() {
        Invocation check = Invocation.of(ZfsGuests.script().toString(), "check").with(Map.copyOf(System.getenv()));
        return switch (new ProcessExec().run(check)) {
            case ExecResult.Exited exited when exited.code() == 0 -> Optional.empty();
            case ExecResult.Exited exited -> Optional.of((exited.output() + exited.errors()).strip());
            case ExecResult other -> Optional.of("'guest check' did not end by itself: " + other);
        };
    }
}
