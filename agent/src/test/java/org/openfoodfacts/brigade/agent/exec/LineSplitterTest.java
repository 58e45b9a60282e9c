package org.openfoodfacts.brigade.agent.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LineSplitterTest {
    @Test
    void linesEndAtNewlinesAndReturnsAndBothTogether() {
        assertThat(split("a\nb\r\nc\rd\n\ne", 3)).containsExactly("a", "b", "c", "d", "", "e");
    }

    @Test
    void aCharacterOfSeveralBytesMayComeInPieces() {
        assertThat(split("é€😀\n", 1)).containsExactly("é€😀");
    }

    @Test
    void aLineThatIsTooLongIsShownUpToItsLastWholeWord() {
        String secret = "s".repeat(500);
        List<String> lines = split("w ".repeat(4000) + secret + "\nnext\n", 100);

        assertThat(lines).hasSize(2);
        assertThat(lines.getFirst()).endsWith("w" + LineSplitter.CUT).doesNotContain("s");
        assertThat(lines.getLast()).isEqualTo("next");
    }

    @Property
    void theLinesAreTheSameHoweverTheBytesCome(
            @ForAll List<String> texts, @ForAll @IntRange(min = 1, max = 50) int size) {
        String text = String.join("\n", texts);

        assertThat(split(text, size)).isEqualTo(split(text, Integer.MAX_VALUE));
    }

    private static List<String> split(String text, int chunk) {
        List<String> lines = new ArrayList<>();
        LineSplitter splitter = new LineSplitter(lines::add);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int from = 0; from < bytes.length; ) {
            int to = (int) Math.min(bytes.length, (long) from + chunk);
            splitter.accept(Arrays.copyOfRange(bytes, from, to), to - from);
            from = to;
        }
        splitter.finish();
        return lines;
    }
}
