package org.openfoodfacts.brigade.confs.lint.snapshots;

import java.util.regex.Pattern;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.sanoid.SanoidFile.Section;
import org.openfoodfacts.brigade.confs.source.Source;
import org.openfoodfacts.brigade.confs.syncoid.Pull.Endpoint;

/** Names that no dataset can have: ZFS allows letters, digits and _ - . : and blanks between slashes (zfs(8), {@code zfs_namecheck}). */
final class DatasetNames implements Rule {
    private static final Pattern CHARACTERS = Pattern.compile("[A-Za-z0-9_.: /-]+");
    private static final Pattern CUT_ADDRESS =
            Pattern.compile("\\[?(?:[0-9a-fA-F]{0,4}:){2,7}[0-9a-fA-F]{0,4}]?:[A-Za-z]");
    private static final RulePage PAGE = new RulePage(
            "dataset-name",
            Severity.ERROR,
            "A name that no ZFS dataset can have",
            """
            A slash at the beginning or end, a quote or another stray character: zfs refuses the name, so no snapshot is taken and nothing is \
            pulled or pruned. sanoid only warns in its log.""",
            "",
            new RulePage.Failing("confs/web1/sanoid/sanoid.conf:1", """
                    --- confs/web1/sanoid/sanoid.conf
                    [/tank/web]
                    hourly = 36
                    """),
            """
            --- confs/web1/sanoid/sanoid.conf
            [tank/web]
            hourly = 36
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        Replication replication = Replication.of(repository);
        for (Policed machine : replication.policed()) {
            for (Section section : machine.file().datasets()) {
                judge(
                        machine.source(),
                        section.line(),
                        section.dataset(),
                        "no snapshot of it is taken or pruned",
                        findings);
            }
            machine.file().unchecked().stream()
                    .filter(e -> wrong(e.dataset()) != null)
                    .forEach(e -> findings.add(
                            Severity.WARNING,
                            machine.source(),
                            e.line(),
                            "'" + visible(e.dataset())
                                    + "' in no_sanoid_checks is no name of a dataset, so it takes none out of the checks",
                            "write names between colons and nothing else"));
        }
        for (PullOf pull : replication.pulls()) {
            String effect = "nothing is pulled";
            if (isCutAddress(pull.pull().source())) {
                findings.add(
                        pull.source(),
                        pull.pull().line(),
                        "syncoid ends the host at the first colon, so of "
                                + pull.pull().source() + " it takes '"
                                + pull.pull().source().host() + "' for the host and " + effect,
                        "give the IPv6 address a name in the ssh configuration and write that");
                continue;
            }
            judge(pull.source(), pull.pull().line(), pull.pull().source().dataset(), effect, findings);
            judge(pull.source(), pull.pull().line(), pull.target(), effect, findings);
        }
    }

    /** A host that is an IPv6 address: what syncoid takes for the dataset holds the rest of it. */
    private static boolean isCutAddress(Endpoint source) {
        return CUT_ADDRESS.matcher(source.host() + ":" + source.dataset()).lookingAt();
    }

    private static void judge(Source source, int line, String name, String effect, Findings findings) {
        String wrong = wrong(name);
        if (wrong != null) {
            findings.add(
                    source,
                    line,
                    "the dataset '" + visible(name) + "' " + wrong + ", which zfs refuses, so " + effect,
                    "write its name as zfs list shows it");
        }
    }

    private static String wrong(String name) {
        if (name.isEmpty()) {
            return "has no name";
        }
        if (!CHARACTERS.matcher(name).matches()) {
            return "holds a character that names have not";
        }
        if (name.startsWith("/") || name.endsWith("/")) {
            return name.startsWith("/") ? "begins with a slash" : "ends with a slash";
        }
        return name.contains("//") ? "holds two slashes in a row" : null;
    }

    private static String visible(String name) {
        StringBuilder visible = new StringBuilder();
        name.codePoints().forEach(c -> {
            if (c < ' ' || c > '~') {
                visible.append("\\u%04x".formatted(c));
            } else {
                visible.appendCodePoint(c);
            }
        });
        return visible.toString();
    }
}
