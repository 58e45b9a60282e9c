package org.openfoodfacts.brigade.suite.simulation.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.contracts.replication.ShellLine;

/** What several streams in one connection stand on (ADR 0138). */
interface ZfsStreamsContract extends ZfsTransferContract {
    @Test
    default void aReceiverTellsHowMuchItReadOfEachSnapshot() {
        String source = received("told");
        machine().output("zfs", "snapshot", source + "@3");
        List<String> steps = List.of("zfs", "send", "-I", "@1", source + "@3");

        assertThat(pipe(steps, source + "-copy", "-v").output())
                .matches("receiving incremental stream of " + source + "@2 into " + source
                        + "-copy@2\nreceived 2(\\.[0-9]{2})?M stream in [0-9.]+ seconds \\([0-9.]+M/sec\\)\n"
                        + "receiving incremental stream of " + source + "@3 into " + source
                        + "-copy@3\nreceived (312|624)B stream in [0-9.]+ seconds \\([0-9.]+[BK]/sec\\)\n");
        assertThat(pipe(steps, source + "-copy", "-v").output())
                .contains("snap " + source + "-copy@3 already exists; ignoring\n", "\nreceived 0B stream in ");
    }

    @Test
    default void aReceiverReadsNoFurtherThanTheEndOfItsStream() {
        String first = received("first");
        String second = received("second");
        String third = source("third");
        machine().output("zfs", "snapshot", second + "@3");
        List<List<String>> sends = List.of(
                List.of("zfs", "send", "-i", "@1", first + "@2"),
                List.of("zfs", "send", "-I", "@1", second + "@3"),
                List.of("zfs", "send", third + "@1"));

        ExecResult.Exited taken = oneByOne(sends, first + "-copy", second + "-copy", third + "-copy");

        assertThat(taken).isEqualTo(new ExecResult.Exited(0, "taken\ntaken\ntaken\n", "", false));
        assertThat(value("guid", first + "-copy@2")).isEqualTo(value("guid", first + "@2"));
        assertThat(value("guid", second + "-copy@2")).isEqualTo(value("guid", second + "@2"));
        assertThat(value("guid", second + "-copy@3")).isEqualTo(value("guid", second + "@3"));
        assertThat(value("guid", third + "-copy@1")).isEqualTo(value("guid", third + "@1"));
    }

    @Test
    default void ofSeveralStreamsThoseBehindOneThatIsNotTakenOrNotSentAreNot() {
        String first = received("one");
        String second = source("two");
        List<List<String>> sends = List.of(
                List.of("zfs", "send", "-i", "@1", first + "@2"),
                List.of("zfs", "send", first + "@1"),
                List.of("zfs", "send", second + "@1"));
        ExecResult.Exited notTaken = oneByOne(sends, first + "-copy", first, second + "-copy");
        assertThat(notTaken.code()).isEqualTo(1);
        assertThat(notTaken.output()).isEqualTo("taken\n");
        assertThat(notTaken.errors())
                .isEqualTo("cannot receive new filesystem stream: destination '" + first
                        + "' exists\nmust specify -F to overwrite it\n");
        assertThat(value("guid", first + "-copy@2")).isEqualTo(value("guid", first + "@2"));

        List<List<String>> gone = List.of(
                List.of("zfs", "send", second + "@1"),
                List.of("zfs", "send", second + "@gone"),
                List.of("zfs", "send", first + "@1"));
        ExecResult.Exited notSent = oneByOne(gone, second + "-copy", second + "-other", second + "-third");
        assertThat(notSent.output()).isEqualTo("taken\n");
        assertThat(notSent.errors()).isEqualTo("cannot receive: failed to read from stream\n");
        assertThat(machine().run("zfs", "list", second + "-third").code()).isEqualTo(1);
    }

    private ExecResult.Exited oneByOne(List<List<String>> sends, String... targets) {
        List<List<String>> receives = new ArrayList<>();
        for (String target : targets) {
            receives.add(ZfsTransferContract.receive(target));
            receives.add(List.of("echo", "taken"));
        }
        return machine()
                .pipe(List.of("sh", "-c", ShellLine.each(sends)), List.of("sh", "-c", ShellLine.each(receives)), WHOLE);
    }
}
