package org.openfoodfacts.brigade.confs.lint.snapshots;

import java.util.Locale;
import java.util.Set;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.sanoid.SanoidFile.Section;
import org.openfoodfacts.brigade.confs.sanoid.SanoidFile.Setting;
import org.openfoodfacts.brigade.confs.sanoid.SanoidKeys;
import org.openfoodfacts.brigade.confs.sanoid.SanoidValue;

/**
 * Toggles that mean the opposite of what they say: sanoid compares the whole value, trailing blanks and comments included, with its words for
 * yes and no ({@code @istrue}, {@code @isfalse}), and Perl takes any other text for true; {@code recursive} needs a word for yes.
 */
final class PolicyToggles implements Rule {
    private static final Set<String> NO = Set.of("no", "n", "false", "off", "0", "none", "never", "disabled");
    private static final Set<String> YES = Set.of("yes", "y", "true", "on", "1");
    private static final RulePage PAGE = new RulePage(
            "policy-toggle",
            Severity.ERROR,
            "A toggle means the opposite of what it says",
            """
            sanoid knows yes, true, on, 1 and no, false, off, 0 in three spellings, and compares the whole value: 'no' with a blank or a comment \
            behind it is none of them and counts as yes. recursive is the other way round: what is not exactly a word for yes counts as no.""",
            "",
            new RulePage.Failing("confs/backup1/sanoid/sanoid.conf:3", """
                    --- confs/backup1/sanoid/sanoid.conf
                    [tank/copies]
                    recursive = yes
                    autosnap = no # they come from the source
                    """),
            """
            --- confs/backup1/sanoid/sanoid.conf
            [tank/copies]
            recursive = yes
            # they come from the source
            autosnap = no
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (Policed machine : Replication.of(repository).policed()) {
            for (Section section : machine.file().sections()) {
                boolean used = !machine.file().users(section).isEmpty();
                section.settings().stream()
                        .filter(s -> SanoidKeys.TOGGLES.contains(s.key())
                                && !s.value().equals(Setting.TWICE))
                        .forEach(s -> judge(machine, section, s, used, findings));
            }
        }
    }

    private static void judge(Policed machine, Section section, Setting toggle, boolean used, Findings findings) {
        String word = word(toggle.value());
        boolean needsYes = toggle.key().equals("recursive") || toggle.key().equals("skip_children");
        boolean wrongNo = !needsYes && NO.contains(word) && SanoidValue.isOn(toggle.value());
        boolean wrongYes = needsYes && YES.contains(word) && !SanoidValue.isYes(toggle.value());
        if (wrongNo || wrongYes) {
            findings.add(
                    used ? Severity.ERROR : Severity.WARNING,
                    machine.source(),
                    toggle.line(),
                    "%s='%s' in [%s] is not exactly '%s', so sanoid takes it for %s: %s"
                            .formatted(
                                    toggle.key(),
                                    toggle.value(),
                                    section.name(),
                                    wrongNo ? "no" : "yes",
                                    wrongNo ? "yes" : "no",
                                    used ? effect(toggle.key()) : "whoever uses the template gets that"),
                    "write " + toggle.key() + "=" + (wrongNo ? "no" : "yes") + " with nothing behind it");
        } else if (!needsYes && !YES.contains(word) && SanoidValue.isOn(toggle.value())) {
            findings.add(
                    Severity.WARNING,
                    machine.source(),
                    toggle.line(),
                    "%s='%s' in [%s] is no word that sanoid knows, so it counts as yes"
                            .formatted(toggle.key(), toggle.value(), section.name()),
                    "write yes or no");
        }
    }

    private static String word(String value) {
        String first = value.strip().split("[\\s#;,]", 2)[0];
        return first.toLowerCase(Locale.ROOT).replaceAll("[\"']", "");
    }

    private static String effect(String key) {
        return switch (key) {
            case "autosnap" -> "snapshots are taken";
            case "autoprune" -> "snapshots are destroyed that were to be kept";
            case "process_children_only" -> "the dataset itself has no snapshots and is not pruned";
            case "recursive" -> "nothing below it has snapshots or is pruned";
            case "skip_children" -> "its children are not skipped";
            default -> "it is on";
        };
    }
}
