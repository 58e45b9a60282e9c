package org.openfoodfacts.brigade.cli.lint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.openfoodfacts.brigade.confs.lint.Finding;
import picocli.CommandLine.Option;

/** What was there before and is not told again: in a file, or at a commit. */
final class Known {
    @Option(names = "--baseline", paramLabel = "FILE", description = "only findings that are not in this file")
    private Path baseline;

    @Option(
            names = "--write-baseline",
            paramLabel = "FILE",
            description = "writes the findings to this file, and tells none")
    private Path written;

    @Option(
            names = "--since",
            paramLabel = "REV",
            description = "only findings that the working tree adds against this commit, branch or tag")
    private String since;

    List<Finding> without(Path folder, List<Finding> findings, Judge judge) throws IOException {
        if (written != null) {
            Baseline.of(findings).write(written);
            return List.of();
        }
        List<Finding> left = findings;
        if (since != null) {
            left = Baseline.of(judge.of(GitTree.read(folder, since))).without(left);
        }
        return baseline == null ? left : Baseline.read(baseline).without(left);
    }
}
