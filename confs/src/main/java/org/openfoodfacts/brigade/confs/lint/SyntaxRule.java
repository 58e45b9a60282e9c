package org.openfoodfacts.brigade.confs.lint;

import org.openfoodfacts.brigade.confs.Problem;
import org.openfoodfacts.brigade.confs.lint.Format.Read;
import org.openfoodfacts.brigade.confs.source.Source;

/** What the parsers object to. */
final class SyntaxRule implements Rule {
    private static final RulePage PAGE = new RulePage(
            "syntax",
            Severity.ERROR,
            "A file is not of its format",
            """
            The tool that reads the file refuses it or passes over what it does not understand: a service does not start any more, or runs \
            without what was meant. An error is what makes a file unusable, a warning what is lost of it.""",
            "",
            new RulePage.Failing("confs/host1/pve/lxc_101.conf:2", """
                    --- confs/host1/pve/lxc_101.conf
                    hostname: web
                    onboot = 1
                    """),
            """
            --- confs/host1/pve/lxc_101.conf
            hostname: web
            onboot: 1
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (Format<?> format : Formats.ALL) {
            for (Read<?> read : repository.all(format)) {
                repository.problems(format, read.source()).forEach(problem -> add(read.source(), problem, findings));
            }
        }
    }

    private static void add(Source source, Problem problem, Findings findings) {
        Severity severity = problem.isError() ? Severity.ERROR : Severity.WARNING;
        String what = problem.field().isEmpty() ? problem.what() : problem.field() + ": " + problem.what();
        findings.add(severity, source, problem.line(), what, problem.remedy());
    }
}
