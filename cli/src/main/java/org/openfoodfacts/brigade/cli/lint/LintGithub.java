package org.openfoodfacts.brigade.cli.lint;

import java.io.PrintWriter;
import java.util.List;
import org.openfoodfacts.brigade.confs.lint.Finding;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.suite.launch.Printable;

/** Findings as GitHub Actions' workflow commands, which it shows beside the lines of a pull request. */
final class LintGithub {
    private LintGithub() {}

    static void print(List<Finding> findings, PrintWriter out) {
        for (Finding finding : findings) {
            String level = finding.severity() == Severity.NOTE
                    ? "notice"
                    : finding.severity().id();
            String line =
                    finding.place().line() > 0 ? ",line=" + finding.place().line() : "";
            out.println("::" + level + " file=" + property(finding.place().file()) + line + ",title="
                    + property(finding.rule()) + "::"
                    + data(Printable.of(finding.message() + ". " + finding.remedy())));
        }
    }

    private static String data(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String property(String text) {
        return data(text).replace(":", "%3A").replace(",", "%2C");
    }
}
