package org.openfoodfacts.brigade.agent.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.exec.ProcessExec;

class ToolLinesTest {
    /** A legal name of a snapshot that would be redacted wherever a person reads it. */
    private static final String NAME = "tank/psk:0123@token:4567";

    private static final int COUNT = 100_000;

    @Test
    void aListLongerThanWhatIsCapturedHasEveryNameAsTheToolWroteIt() {
        ToolLines listed = ToolLines.of(
                new ProcessExec(),
                Invocation.of("sh", "-c", "yes '" + NAME + "' | head -n " + COUNT + "; echo odd >&2"));

        assertThat(listed.succeeded()).isTrue();
        assertThat(listed.lines()).isEqualTo(Collections.nCopies(COUNT, NAME));
    }
}
