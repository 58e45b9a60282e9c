package org.openfoodfacts.brigade.confs.lint.guests;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.source.Source;

/** Files that do not stand where {@code confs/<machine>} mirrors the place their program reads them from; the shared folder is free. */
final class MisplacedFileRule implements Rule {
    private static final Set<String> SANOID = Set.of("sanoid.conf", "syncoid-args.conf");
    private static final Pattern UNIT = Pattern.compile("[^/]+\\.(service|timer|socket|path|mount|target)");
    private static final List<String> UNIT_SECTIONS = List.of("[Unit]", "[Service]", "[Timer]", "[Install]");
    private static final RulePage PAGE = new RulePage(
            "file-misplaced",
            Severity.NOTE,
            "A file stands in the wrong folder",
            """
            confs/<machine> mirrors /etc, and whoever links it into a machine goes by that. A file elsewhere is missed when the machine is set \
            up anew, and what reads the repository by its layout does not see it.""",
            "",
            new RulePage.Failing("confs/host1/sanoid.conf", """
                    --- confs/host1/sanoid.conf
                    [tank]
                      use_template=data
                    [template_data]
                      daily=30
                    """),
            """
            --- confs/host1/sanoid/sanoid.conf
            [tank]
              use_template=data
              recursive=yes
            [template_data]
              daily=30
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (Source source : repository.sources()) {
            if (!source.folder().equals(Repository.SHARED)) {
                misplaced(source)
                        .ifPresent(place -> findings.add(
                                source,
                                0,
                                source.name() + " is not where the machine's " + place
                                        + " are, so whoever sets it up by the layout misses it",
                                "move it to confs/<machine>/" + place));
            }
        }
    }

    /** The folder it belongs to. */
    private static Optional<String> misplaced(Source source) {
        String name = source.name();
        if (!name.startsWith("confs/")) {
            return Optional.empty();
        }
        if (source.folder().isEmpty()) {
            boolean speaks =
                    source.fileName().startsWith(".") || source.fileName().endsWith(".md");
            return speaks ? Optional.empty() : Optional.of("files");
        }
        if (SANOID.contains(source.fileName()) && !name.endsWith("/sanoid/" + source.fileName())) {
            return Optional.of("sanoid");
        }
        return isUnit(source) && !source.inFolder().contains("systemd")
                ? Optional.of("systemd/system")
                : Optional.empty();
    }

    private static boolean isUnit(Source source) {
        return UNIT.matcher(source.fileName()).matches()
                && source.text().lines().stream().map(String::strip).anyMatch(UNIT_SECTIONS::contains);
    }
}
