package org.openfoodfacts.brigade.confs.lint.snapshots;

import java.time.LocalDate;
import java.util.List;
import org.openfoodfacts.brigade.confs.lint.Example;
import org.openfoodfacts.brigade.confs.lint.Finding;
import org.openfoodfacts.brigade.confs.lint.Lint;

/** What a rule finds in a machine backup1 that pulls, and others that are pulled from. */
final class Found {
    private static final LocalDate TODAY = LocalDate.of(2027, 1, 31);
    static final String SAFE = "--no-sync-snap --no-privilege-elevation ";
    static final String RECEIVED = "[tank/copies]\nrecursive=yes\nautosnap=no\n";

    private Found() {}

    static List<Finding> by(String rule, String example) {
        return Lint.run(Example.tree(example), TODAY).stream()
                .filter(f -> f.rule().equals(rule))
                .toList();
    }

    /** {@code severity:line} of what the rule finds in the machine's syncoid-args.conf. */
    static List<String> inPulls(String rule, String pulls, String sanoid, String others) {
        String example = "--- confs/backup1/sanoid/syncoid-args.conf\n" + pulls
                + "--- confs/backup1/sanoid/sanoid.conf\n" + sanoid + others;
        return by(rule, example).stream()
                .filter(f -> f.place().file().equals("confs/backup1/sanoid/syncoid-args.conf"))
                .map(f -> f.severity().id() + ":" + f.place().line())
                .toList();
    }

    /** {@code severity:line} of what the rule finds in a sanoid.conf that stands alone. */
    static List<String> inPolicy(String rule, String sanoid) {
        return by(rule, "--- confs/web1/sanoid/sanoid.conf\n" + sanoid).stream()
                .map(f -> f.severity().id() + ":" + f.place().line())
                .toList();
    }
}
