package org.openfoodfacts.brigade.suite.launch;

import java.util.List;

/** What an earlier launcher left: its note, and processes should its watchdog have been killed too. */
final class LeftOvers {
    private LeftOvers() {}

    static void end(StateFolder state, Progress progress) {
        RunningSuite.read(state).ifPresent(running -> {
            List<RunningProcess> left = running.processes().stream()
                    .filter(process -> process.handle().isPresent())
                    .toList();
            if (!left.isEmpty()) {
                progress.step(
                        "ended what an earlier suite left: "
                                + left.stream().map(RunningProcess::name).toList(),
                        () -> {
                            var _ = running.stop();
                        });
            }
            RunningSuite.forget(state);
        });
    }
}
