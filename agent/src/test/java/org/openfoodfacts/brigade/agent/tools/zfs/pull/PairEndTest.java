package org.openfoodfacts.brigade.agent.tools.zfs.pull;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.exec.ProcessExec;
import org.openfoodfacts.brigade.contracts.replication.SshRoute;

class PairEndTest {
    private static final List<String> SEND = List.of("zfs", "send", "tank/a@1");

    @Test
    void onlySshHasMemoryForABufferThatGrows() {
        Invocation far =
                end(new SshRoute("root", "source.example.org", 0, null)).invocation(SEND);
        Invocation near = end(null).invocation(SEND);

        assertThat(far.tool()).isEqualTo("ssh");
        assertThat(far.environment())
                .containsOnlyKeys("MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_")
                .containsEntry("MALLOC_MMAP_THRESHOLD_", "33554432");
        assertThat(String.join(" ", far.argv())).as("nothing of it travels").doesNotContain("MALLOC");
        assertThat(near.argv()).isEqualTo(SEND);
        assertThat(near.environment()).isEmpty();
    }

    /** As of a pool with one damaged dataset, and of a snapshot that went while it was listed. */
    @Test
    void whatZfsSaysAgainstOneLeavesTheOthers() {
        PairEnd.Found found = found(
                1,
                """
                cannot open 'tank/broken': I/O error
                cannot open 'tank/cut@2': dataset does not exist
                cannot open 'tank/gone': dataset does not exist
                """,
                List.of("tank/good", "tank/broken", "tank/cut", "tank/gone"),
                row("tank/cut"),
                snapshot("tank/cut@1"),
                row("tank/good"),
                snapshot("tank/good@1"));

        assertThat(found.datasets()).containsOnlyKeys("tank/good", "tank/gone");
        assertThat(found.datasets().get("tank/good").state().snapshots()).hasSize(1);
        assertThat(found.datasets().get("tank/gone")).isEqualTo(PairEnd.Dataset.MISSING);
        assertThat(found.unread())
                .containsOnly(
                        Map.entry("tank/broken", "cannot open 'tank/broken': I/O error"),
                        Map.entry("tank/cut", "cannot open 'tank/cut@2': dataset does not exist"));
    }

    @Test
    void whatHasNoRowAndNoWordsIsUnreadAndAChildsTroubleIsNotItsParents() {
        PairEnd.Found found = found(
                1,
                "cannot open 'tank/gone': dataset does not exist\ncannot open 'tank/good/child': I/O error\n",
                List.of("tank/good", "tank/silent", "tank/gone"),
                row("tank/good"));

        assertThat(found.datasets()).containsOnlyKeys("tank/good", "tank/gone");
        assertThat(found.unread())
                .containsExactly(Map.entry("tank/silent", "cannot open 'tank/good/child': I/O error"));
    }

    /** OpenZFS names no dataset when it cannot go through its snapshots, and ends as if it had. */
    @Test
    void whoseSnapshotsWereCutOffIsFoundOutOneByOne() {
        List<String> calls = new ArrayList<>();
        PairEnd end = new PairEnd(
                (invocation, lines, _) -> {
                    List<String> asked = invocation.argv().stream()
                            .filter(word -> word.startsWith("tank/"))
                            .toList();
                    calls.add(String.join(" ", asked));
                    asked.forEach(name -> lines.line(false, row(name)));
                    lines.line(false, snapshot(asked.getLast() + "@1"));
                    return new ExecResult.Exited(
                            0, "", asked.contains("tank/a") ? "cannot iterate filesystems: I/O error\n" : "", false);
                },
                null,
                List.of());

        PairEnd.Found found = (PairEnd.Found) end.read(List.of("tank/a", "tank/b"));

        assertThat(found.datasets()).containsOnlyKeys("tank/b");
        assertThat(found.datasets().get("tank/b").state().snapshots()).hasSize(1);
        assertThat(found.unread()).containsExactly(Map.entry("tank/a", "cannot iterate filesystems: I/O error"));
        assertThat(calls).containsExactly("tank/a tank/b", "tank/a", "tank/b");
    }

    @Test
    void afterAConnectionThatWasCutNothingIsBelieved() {
        List<String> datasets = List.of("tank/a", "tank/b");

        assertThat(end(255, "client_loop: send disconnect: Broken pipe\n", row("tank/a"), row("tank/b"))
                        .read(datasets))
                .isInstanceOf(PairEnd.Unread.class);
        assertThat(end(1, "", row("tank/a"), row("tank/b")).read(datasets))
                .as("nor of one that fails without a word")
                .isEqualTo(new PairEnd.Found(
                        Map.of(), Map.of("tank/a", "ended with exit code 1", "tank/b", "ended with exit code 1")));
    }

    private static PairEnd.Found found(int code, String errors, List<String> datasets, String... rows) {
        return (PairEnd.Found) end(code, errors, rows).read(datasets);
    }

    private static PairEnd end(int code, String errors, String... rows) {
        return new PairEnd(
                (_, lines, _) -> {
                    Stream.of(rows).forEach(row -> lines.line(false, row));
                    return new ExecResult.Exited(code, "", errors, false);
                },
                null,
                List.of());
    }

    private static String row(String dataset) {
        return dataset + "\t1\t1\t-\t0\toff\t-\tfilesystem";
    }

    private static String snapshot(String name) {
        return name + "\t2\t2\t-\t0\toff\t0\tsnapshot";
    }

    private static PairEnd end(SshRoute route) {
        return new PairEnd(new ProcessExec(), route, List.of());
    }
}
