package org.openfoodfacts.brigade.cli.lint;

import java.io.PrintWriter;
import java.util.List;
import org.openfoodfacts.brigade.confs.lint.Finding;
import picocli.CommandLine.Help.Ansi;

/** How findings are told; the names are those that are typed. */
enum Format {
    text {
        @Override
        void print(List<Finding> findings, PrintWriter out) {
            new LintText(Ansi.AUTO.enabled()).print(findings, out);
        }
    },
    json {
        @Override
        void print(List<Finding> findings, PrintWriter out) {
            LintJson.print(findings, out);
        }
    },
    sarif {
        @Override
        void print(List<Finding> findings, PrintWriter out) {
            LintSarif.print(findings, out);
        }
    },
    github {
        @Override
        void print(List<Finding> findings, PrintWriter out) {
            LintGithub.print(findings, out);
        }
    };

    abstract void print(List<Finding> findings, PrintWriter out);
}
