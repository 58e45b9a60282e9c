package org.openfoodfacts.brigade.suite;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.exec.ProcessExec;

/** A script of {@code suite/lab} that runs a machine of a kind, if this one can: its argument {@code check} says why not. */
public final class LabScript {
    private LabScript() {}

    /** Enabled, or disabled with the script's words. */
    public static ConditionEvaluationResult presence(Path script) {
        Invocation check = Invocation.of(script.toString(), "check").with(Map.copyOf(System.getenv()));
        return switch (new ProcessExec().run(check)) {
            case ExecResult.Exited exited
            when exited.code() == 0 ->
                ConditionEvaluationResult.enabled("this machine can run " + script.getFileName());
            case ExecResult.Exited exited ->
                ConditionEvaluationResult.disabled((exited.output() + exited.errors()).strip());
            case ExecResult other ->
                ConditionEvaluationResult.disabled(
                        "'" + script.getFileName() + " check' did not end by itself: " + other);
        };
    }
}
