package org.openfoodfacts.brigade.agent.tools.zfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots.SnapshotRef;
import org.openfoodfacts.brigade.contracts.commands.RollBackDataset;

class RollBackTest {
    private static final long MIB = 1 << 20;

    @ParameterizedTest
    @CsvSource({"-, 4096, tank/a", "4096, -, @own"})
    void whatWouldBeLostMustBeKnown(String written, String writtenBefore, String of) {
        List<String> asked = new ArrayList<>();
        SnapshotRef own = new SnapshotRef("own", "3");

        Outcome outcome = new RollBack(
                        new RollBackDataset("tank/a", new SnapshotRef("common", "2"), List.of(own), MIB),
                        (invocation, lines, _) -> {
                            asked.add(invocation.argv().get(1));
                            List.of(
                                            "tank/a\tfilesystem\t1\t1\t" + written + "\t-\t-",
                                            "tank/a@common\tsnapshot\t2\t10\t-\t0\t-",
                                            "tank/a@own\tsnapshot\t3\t20\t" + writtenBefore + "\t0\t-")
                                    .forEach(line -> lines.line(false, line));
                            return new ExecResult.Exited(0, "", "", true);
                        })
                .run();

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.detail())
                                .isEqualTo("zfs does not tell what would be lost with " + of));
        assertThat(asked).containsOnly("list");
    }

    /** zfs ends with 0 then; what it did not list nobody spoke of. */
    @Test
    void aListThatIsCutIsNoneToRollBackBy() {
        List<String> asked = new ArrayList<>();
        Outcome outcome = new RollBack(
                        new RollBackDataset("tank/a", new SnapshotRef("common", "2"), List.of(), MIB),
                        (invocation, lines, _) -> {
                            asked.add(invocation.argv().get(1));
                            lines.line(false, "tank/a\tfilesystem\t1\t1\t4096\t-\t-");
                            lines.line(false, "tank/a@common\tsnapshot\t2\t10\t4096\t0\t-");
                            return new ExecResult.Exited(0, "", "cannot iterate filesystems: I/O error\n", true);
                        })
                .run();

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.detail())
                                .isEqualTo("zfs list tank/a: cannot iterate filesystems: I/O error"));
        assertThat(asked).containsExactly("list");
    }
}
