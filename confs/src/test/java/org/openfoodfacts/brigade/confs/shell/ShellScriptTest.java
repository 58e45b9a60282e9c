package org.openfoodfacts.brigade.confs.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openfoodfacts.brigade.confs.Mutations;
import org.openfoodfacts.brigade.confs.shell.LostVariables.Lost;
import org.openfoodfacts.brigade.confs.shell.ShellNode.Command;
import org.openfoodfacts.brigade.confs.shell.ShellNode.Group;
import org.openfoodfacts.brigade.confs.shell.ShellNode.Kind;
import org.openfoodfacts.brigade.confs.shell.ShellNode.Pipeline;

class ShellScriptTest {
    private static final String SCRIPT = """
            #!/usr/bin/env bash
            set -eu # a comment
            check() {
              [[ -d "$1" && $2 < 3 ]] || { echo "no $(basename "$1") (x)"; return 1; }
            }
            cat > /tmp/x <<EOF
            while read line; do
            EOF
            for f in *.conf "a b"
            do
              case "$f" in
                a|b) rm "$f";;
                *) (cd /; ls) | sort ;;
              esac
            done < list
            if ! check a; then exit 1; elif true; then :; else
              exit 2
            fi
            cat list | while read -r a; do ssh host "$a"; done
            """;

    @Test
    void aScriptIsReadAsItsSteps() {
        ShellScript script = ShellScript.parse(SCRIPT);

        assertThat(script.shell()).isEqualTo("bash");
        assertThat(script.steps()).extracting(step -> step.node().line()).containsExactly(2, 3, 6, 9, 16, 19);
        assertThat(script.steps())
                .extracting(step -> step.node().getClass().getSimpleName())
                .containsExactly("Command", "Group", "Command", "Group", "Group", "Pipeline");
        Group loop = (Group) script.steps().get(3).node();
        assertThat(loop.kind()).isEqualTo(Kind.FOR);
        assertThat(loop.redirects().getFirst().isInput()).isTrue();
        Group choice = (Group) loop.body().getFirst().node();
        assertThat(choice.body()).hasSize(2);
        assertThat(choice.body().getLast().node()).isInstanceOf(Pipeline.class);
        Pipeline pipe = (Pipeline) script.steps().getLast().node();
        Group read = (Group) pipe.parts().getLast();
        assertThat(((Command) read.body().getFirst().node()).words()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "R=0; cat x | while read a; do b $a; R=$(($R + $?)); done; exit $R;",
                "R=0\ncat x |\n while read a; do b $a || R=1; done\nexit \"$R\"",
                "R=0; cat x | while read a; do b || ((R++)); done; return ${R}",
                "R=0; (b || R=1); exit $R",
                "R=0; { b || R=1; } 2>&1 | tee log; exit $R",
                "R=0; for a in 1 2; do b || R=1; done 2>/dev/null | sort; exit $R",
                "R=0; for a in 1 2; do b; done | { read x; R=$x; }; exit $R",
                "R=0; f() { cat x | while read a; do R=1; done; exit $R; }",
            })
    void aResultOfASubshellThatIsReadOutsideIsLost(String script) {
        assertThat(LostVariables.of(ShellScript.parse(script)))
                .extracting(Lost::isResult)
                .containsExactly(true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cat x | { R=0; while read a; do b $a || R=1; done; exit $R; }",
                "R=0; cat x | { while read a; do b $a || R=1; done; exit $R; }",
                "R=0; cat x | (while read a; do b $a || R=1; done; exit $R)",
                "R=0; while read a; do b || R=1; done < <(cat x); exit $R",
                "R=0; while read a; do b || R=1; done < x; exit $R",
                "R=0; while read a; do b || R=1; done <<< \"$(cat x)\"; exit $R",
                "R=0; for a in $(cat x); do b || R=1; done; exit $R",
                "R=0; { b || R=1; }; exit $R",
                "R=0; cat x | while read a; do R=1; echo $R; done; R=$?; exit $R",
                "R=0; cat x | while read R; do echo $R; done; exit $R",
                "R=0; cat x | while read a; do R=1; done; exit 0",
                "cat x | while read a; do R=1; done; exit $R",
                "R=$(cat x | while read a; do N=1; done; echo $N); exit $R",
                "R=0; cat x | while read a; do echo 'R=1'; done; exit $R",
                "DIR=/a; (DIR=/b; cd $DIR; ls); echo $DIR",
                "MODE=a; { MODE=b; run $MODE; } & echo $MODE"
            })
    void aResultThatIsReadWhereItIsKnownIsNot(String script) {
        assertThat(LostVariables.of(ShellScript.parse(script))).isEmpty();
    }

    @Test
    void endlessNestingIsCutOff() {
        for (String piece : List.of("(", "{ ", "$(", "\"$(", "`", "if x; then ", "case x in a) ", "((", "<(", "x | ")) {
            assertThat(ShellScript.parse(piece.repeat(20_000)).steps())
                    .as(piece)
                    .isNotNull();
        }
    }

    @Property(tries = 2000)
    void damagedInputNeverThrows(@ForAll("damaged") String text) {
        assertThat(LostVariables.of(ShellScript.parse(text))).isNotNull();
    }

    @Property
    void randomInputNeverThrows(@ForAll("random") String text) {
        assertThat(LostVariables.of(ShellScript.parse(text))).isNotNull();
    }

    @Provide
    Arbitrary<String> damaged() {
        return Mutations.of(SCRIPT);
    }

    @Provide
    Arbitrary<String> random() {
        return Arbitraries.of(
                        "(",
                        ")",
                        "{",
                        "}",
                        "|",
                        "&",
                        ";",
                        "\n",
                        " ",
                        "'",
                        "\"",
                        "`",
                        "$",
                        "if",
                        "fi",
                        "do",
                        "done",
                        "case",
                        "esac",
                        "in",
                        "while",
                        "x",
                        "<<",
                        "[[",
                        "]]",
                        "((",
                        "function ",
                        "=",
                        "#",
                        "\\")
                .list()
                .ofMaxSize(60)
                .map(parts -> String.join("", parts));
    }
}
