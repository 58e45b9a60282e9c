package org.openfoodfacts.brigade.confs.lint.snapshots;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.confs.DidYouMean;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.sanoid.SanoidFile.Section;

/** Exclusions that leave out all, nothing, or end syncoid; their patterns are searched for in whole names (see {@link Exclusions}). */
final class ExclusionRule implements Rule {
    private static final int LONG_ENOUGH = 5;
    private static final Pattern BEGINNING = Pattern.compile("\\^([\\w/:-]+)(?![*?\\w/:-])[^|]*");
    private static final Pattern LITERAL = Pattern.compile("\\^?([\\w/:-]+)\\$?");
    private static final RulePage PAGE = new RulePage(
            "pull-exclusion",
            Severity.ERROR,
            "An exclusion of a pull leaves out everything, or nothing",
            """
            --exclude takes a Perl pattern and searches for it in the whole name of each dataset, not below the source: a word of the source's \
            own name leaves out everything, '^' stands before the pool, and a pattern that begins with * is none. Without --recursive it is \
            not looked at.""",
            "",
            new RulePage.Failing("confs/backup1/sanoid/syncoid-args.conf:1", """
                    --- confs/backup1/sanoid/syncoid-args.conf
                    --no-sync-snap --no-privilege-elevation --recursive --exclude=web backup1operator@10.1.0.9:tank/web tank/copies/web
                    --- confs/backup1/sanoid/sanoid.conf
                    [tank/copies]
                    recursive = yes
                    autosnap = no
                    """),
            """
            --- confs/backup1/sanoid/syncoid-args.conf
            --no-sync-snap --no-privilege-elevation --recursive --exclude=web/cache backup1operator@10.1.0.9:tank/web tank/copies/web
            --- confs/backup1/sanoid/sanoid.conf
            [tank/copies]
            recursive = yes
            autosnap = no
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        Replication replication = Replication.of(repository);
        Mounts mounts = Mounts.of(repository);
        for (PullOf pull : replication.pulls()) {
            List<String> patterns = Exclusions.of(pull.pull()).patterns();
            if (pull.pull().isRecursive()) {
                List<String> known = replication.origin(pull).stream()
                        .flatMap(origin -> known(origin, mounts))
                        .filter(dataset ->
                                dataset.startsWith(pull.pull().source().dataset() + "/"))
                        .toList();
                patterns.forEach(pattern -> judge(pull, pattern, known, findings));
            } else {
                idle(pull, patterns, findings);
            }
        }
    }

    private static Stream<String> known(Origin origin, Mounts mounts) {
        return Stream.concat(
                origin.policed().file().datasets().stream().map(Section::dataset), mounts.of(origin.folder()).stream());
    }

    private static void idle(PullOf pull, List<String> patterns, Findings findings) {
        String source = pull.pull().source().dataset();
        if (pull.pull().has("skip-parent")) {
            String what = "--skip-parent does nothing without --recursive, so the pull brings " + source
                    + " itself and nothing below it";
            findings.add(Severity.WARNING, pull.source(), pull.pull().line(), what, "add --recursive");
        } else if (!patterns.isEmpty()) {
            String what = "--exclude=" + patterns.getFirst() + " does nothing without --recursive: the pull brings "
                    + source + " alone, and nothing below it has a copy";
            findings.add(
                    Severity.WARNING, pull.source(), pull.pull().line(), what, "add --recursive, or remove --exclude");
        }
    }

    private static void judge(PullOf pull, String pattern, List<String> known, Findings findings) {
        String source = pull.pull().source().dataset();
        String option = "--exclude=" + pattern;
        if (Exclusions.isBroken(pattern)) {
            add(
                    pull,
                    findings,
                    option + " is no pattern of Perl, so syncoid ends before it sends anything of " + source,
                    "write a pattern (.* for anything), without * at its beginning");
        } else if (leavesOutAll(pull, pattern)) {
            add(
                    pull,
                    findings,
                    option + " is searched for in the whole name and is found in " + source
                            + " itself, so everything is left out and nothing is pulled",
                    "write what only the names below have, with the / before it");
        } else if (neverMatches(pattern, source)) {
            findings.add(
                    Severity.WARNING,
                    pull.source(),
                    pull.pull().line(),
                    option + " matches nothing: whole names are compared, and all begin with " + source
                            + ", so what it was to leave out is pulled",
                    "write ^" + source + "/ and the name below it");
        } else {
            nearMiss(pattern, known)
                    .ifPresent(name -> findings.guess(
                            pull.source(),
                            pull.pull().line(),
                            "it is meant for " + name,
                            option + " matches no dataset that is known below " + source
                                    + ", so what it was to leave out is pulled",
                            "write the name as it is: " + name));
        }
    }

    private static void add(PullOf pull, Findings findings, String message, String remedy) {
        findings.add(pull.source(), pull.pull().line(), message, remedy);
    }

    /** Found in the names of children that nobody has. */
    private static boolean leavesOutAll(PullOf pull, String pattern) {
        String source = pull.pull().source().dataset();
        return Exclusions.compiled(pattern)
                .filter(p -> !pull.pull().bringsParent() || p.matcher(source).find())
                .filter(p -> p.matcher(source + "/zq7").find()
                        && p.matcher(source + "/Xj-9").find())
                .isPresent();
    }

    private static boolean neverMatches(String pattern, String source) {
        Matcher beginning = BEGINNING.matcher(pattern);
        return beginning.matches() && !beginning.group(1).startsWith(source) && !source.startsWith(beginning.group(1));
    }

    /** The known name that was probably meant, where the pattern is a plain text that no known one holds. */
    private static Optional<String> nearMiss(String pattern, List<String> known) {
        Matcher literal = LITERAL.matcher(pattern);
        if (!literal.matches()
                || literal.group(1).length() < LONG_ENOUGH
                || known.stream().anyMatch(dataset -> dataset.contains(literal.group(1)))) {
            return Optional.empty();
        }
        boolean whole = literal.group(1).contains("/");
        return DidYouMean.among(
                literal.group(1),
                known.stream()
                        .map(dataset -> whole ? dataset : dataset.substring(dataset.lastIndexOf('/') + 1))
                        .toList());
    }
}
