package org.openfoodfacts.brigade.confs.lint.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openfoodfacts.brigade.confs.lint.Example;
import org.openfoodfacts.brigade.confs.lint.Finding;
import org.openfoodfacts.brigade.confs.lint.Lint;
import org.openfoodfacts.brigade.confs.shell.ShellRemark;

class ShellCheckRuleTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "2164; cd /x; Use 'cd ... || exit'.; true",
                "2188; > /var/log/x; This redirection has no command.; false",
                "2043; for p in rpool; This loop will only ever run once.; false",
                "2024; sudo ls > /x; sudo doesn't affect redirects.; true",
                "2024; sudo -u postgres pg_dump > /x; sudo doesn't affect redirects.; false",
                "2024; sudo -Hu postgres pg_dump > /x; sudo doesn't affect redirects.; false",
                "1007; VALUE= cat x; Remove space after =.; true",
                "1007; D=$(CDPATH= cd /x); Remove space after =.; false",
                "3037; echo -n x; In POSIX sh, echo flags are undefined.; false",
                "3037; echo -e x; In POSIX sh, echo flags are undefined.; true",
                "3037; echo -n x# echo -e y; In POSIX sh, echo flags are undefined.; true",
                "3045; read -p x y; In POSIX sh, read -p is undefined.; false",
                "3045; wait -n; In POSIX sh, wait -n is undefined.; true",
                "3043; local x; In POSIX sh, 'local' is undefined.; false",
                "3010; [[ a ]]; In POSIX sh, [[ ]] is undefined.; true"
            })
    void whatMayWellBeMeantIsPassedOver(int code, String line, String text, boolean found) {
        assertThat(of("script-shellcheck", line.replace('#', ';'), new ShellRemark(code, 2, text)))
                .hasSize(found ? 1 : 0);
    }

    @Test
    void itsTextAndWhatItCausesStandBesideEachOther() {
        assertThat(of("script-shellcheck", "[[ a ]]", new ShellRemark(3010, 2, "In POSIX sh, [[ ]] is undefined.")))
                .extracting(Finding::message)
                .containsExactly(
                        "ShellCheck: In POSIX sh, [[ ]] is undefined; as it is, sh is dash on Debian, which does not know it");
    }

    @Test
    void whatIsWrongInEveryLineIsSaidOnce() {
        ShellRemark first = new ShellRemark(1017, 1, "Literal carriage return.");

        assertThat(of("script-shellcheck", "ls", first, new ShellRemark(1017, 2, "Literal carriage return.")))
                .extracting(finding -> finding.place().line())
                .containsExactly(1);
    }

    @Test
    void sshThatOnlyShellCheckSeesIsFoundByOurOwnRule() {
        ShellRemark remark = new ShellRemark(2095, 2, "Use ssh -n to prevent ssh from swallowing stdin.");
        String hidden = "while read -r a; do x=$(ssh host \"$a\"); done < f";

        assertThat(of("script-input-eaten", hidden, remark)).hasSize(1);
        assertThat(of("script-input-eaten", "while read -r a; do ssh host \"$a\"; done < f", remark))
                .hasSize(1);
        assertThat(of("script-input-eaten", hidden)).isEmpty();
        assertThat(of("script-shellcheck", hidden, remark)).isEmpty();
    }

    private static List<Finding> of(String rule, String line, ShellRemark... remarks) {
        String script = "#!/bin/sh\n" + line + "\n";
        return Lint.run(
                        Example.tree("--- scripts/x.sh\n" + script),
                        LocalDate.of(2027, 1, 31),
                        _ -> CompletableFuture.completedFuture(Map.of(script, List.of(remarks))))
                .stream()
                .filter(finding -> finding.rule().equals(rule))
                .toList();
    }
}
