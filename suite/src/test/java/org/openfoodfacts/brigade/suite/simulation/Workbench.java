package org.openfoodfacts.brigade.suite.simulation;

import java.io.File;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.commands.Execution;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.exec.Cancellation;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.exec.ProcessExec;
import org.openfoodfacts.brigade.contracts.reports.CommandRefused;
import org.openfoodfacts.brigade.contracts.reports.CommandResult;
import org.openfoodfacts.brigade.contracts.sealing.SealingKey;
import org.openfoodfacts.brigade.contracts.testing.MovableClock;

/** A simulated machine with what a handler needs beside it, and everything it printed. */
final class Workbench {
    static final SealingKey KEY = SealingKey.generate();

    final MovableClock clock = new MovableClock(Instant.parse("2026-11-24T06:00:00Z"));
    final List<String> output = Collections.synchronizedList(new ArrayList<>());
    final SimulatedMachine simulated;
    final ObservedStates observed = new ObservedStates(this);
    private final Path folder;

    Workbench(Path folder, Description description) {
        this.folder = folder;
        this.simulated = SimulatedMachine.create(folder, description, clock, new ProcessExec());
    }

    Machine machine() {
        return simulated.machine();
    }

    Execution execution() {
        return new Execution(UUID.randomUUID(), machine(), (_, line) -> output.add(line), Cancellation.never(), KEY);
    }

    /** Another one each time that the machine has changed. */
    List<Object> saved() {
        List<Object> saved = new ArrayList<>();
        for (String file : List.of("state.json", "state.log")) {
            File at = folder.resolve(file).toFile();
            saved.add(at.lastModified());
            saved.add(at.length());
        }
        return saved;
    }

    String run(String... argv) {
        return simulated
                .exec()
                .run(Invocation.of(argv))
                .success()
                .orElseThrow(() -> new AssertionError(String.join(" ", argv) + " failed"));
    }

    static <R extends CommandResult> R done(Outcome outcome, Class<R> type) {
        if (outcome instanceof Outcome.Done(CommandResult result)) {
            return type.cast(result);
        }
        throw new AssertionError("not done: " + outcome);
    }

    static String refused(Outcome outcome, CommandRefused.Reason reason) {
        if (outcome instanceof Outcome.Refused refused && refused.reason() == reason) {
            return refused.detail();
        }
        throw new AssertionError("not refused for " + reason + ": " + outcome);
    }
}
