package org.openfoodfacts.brigade.agent.tools.zfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.contracts.commands.RenameDataset;

class TreeRenamingTest {
    @TempDir
    Path root;

    /** zfs ends with 0 then; what lies below and was not listed nobody spoke of. */
    @Test
    void aTreeThatCouldNotAllBeListedIsNotRenamed() {
        List<List<String>> asked = new ArrayList<>();
        Machine machine = new Machine(
                (invocation, lines, _) -> {
                    asked.add(invocation.argv());
                    return switch (invocation.argv().getLast()) {
                        case "tank/a" -> {
                            lines.line(false, "tank/a\t1\t4096\t-\t-\tfilesystem\tno\t/tank/a");
                            yield new ExecResult.Exited(0, "", "cannot iterate filesystems: I/O error\n", true);
                        }
                        case "tank/b" ->
                            new ExecResult.Exited(1, "", "cannot open 'tank/b': dataset does not exist\n", false);
                        default -> new ExecResult.Exited(0, "", "", false);
                    };
                },
                root);

        Outcome outcome = new TreeRenaming(
                        new RenameDataset("tank/a", "1", "tank/b", List.of(), false), UUID.randomUUID(), machine)
                .run();

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.detail())
                                .isEqualTo("zfs list tank/a: cannot iterate filesystems: I/O error"));
        assertThat(asked).noneMatch(argv -> argv.contains("rename"));
    }
}
