package org.openfoodfacts.brigade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openfoodfacts.brigade.cli.BrigadeProcess.Ended;

/** {@code brigade demo}: its exit code says whether all stories came out right, its words which did not. */
@ExtendWith(SuiteAtTerminal.class)
class DemoCommandST {
    @Test
    void aStoryThatFailsIsNamedTheOthersArePlayedAndAllComeOutRightTheNextTime(Terminal terminal) throws Exception {
        Path version = terminal.state().machines().resolve("opff/root/srv/opff/VERSION");
        String before = Files.readString(version);
        Files.writeString(version, "patched by hand\n");
        Ended ended;
        try {
            ended = terminal.type("demo");
        } finally {
            Files.writeString(version, before);
        }
        assertThat(ended.exitCode()).as(ended.toString()).isEqualTo(1);
        assertThat(ended.out())
                .containsPattern("FAILED +it is FAILED: .*VERSION")
                .endsWith("not right: 4 deployer: a release, asked for by another team's tool\n")
                .containsPattern("(?m)^ +\\d+\\.\\d\\d s  enforced on every proxy +the proxies' agents")
                .contains("5 security: who may join");
        Ended again = terminal.type("demo");
        assertThat(again.exitCode()).as(again.toString()).isZero();
    }
}
