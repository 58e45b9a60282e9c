package org.openfoodfacts.brigade.confs.lint.snapshots;

import java.util.HashSet;
import java.util.Set;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.sanoid.Policy;
import org.openfoodfacts.brigade.confs.sanoid.SanoidFile.Section;

/** Datasets with snapshots that nobody pulls, on machines of which something is pulled. */
final class UncopiedData implements Rule {
    private static final RulePage PAGE = new RulePage(
            "data-without-copy",
            Severity.NOTE,
            "A dataset has snapshots and no copy elsewhere",
            "Snapshots are lost together with the pool they are on. Of other datasets of this machine there are copies, of this one not.",
            "",
            new RulePage.Failing("confs/web1/sanoid/sanoid.conf:3", """
                    --- confs/web1/sanoid/sanoid.conf
                    [tank/web]
                    hourly = 36
                    [tank/mail]
                    hourly = 36
                    --- confs/backup1/sanoid/syncoid-args.conf
                    --no-sync-snap --no-privilege-elevation backup1operator@web1:tank/web tank/copies/web
                    --- confs/backup1/sanoid/sanoid.conf
                    [tank/copies]
                    recursive = yes
                    autosnap = no
                    """),
            """
            --- confs/web1/sanoid/sanoid.conf
            [tank/web]
            hourly = 36
            [tank/mail]
            hourly = 36
            --- confs/backup1/sanoid/syncoid-args.conf
            --no-sync-snap --no-privilege-elevation backup1operator@web1:tank/web tank/copies/web
            --no-sync-snap --no-privilege-elevation backup1operator@web1:tank/mail tank/copies/mail
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
        Set<String> copied = new HashSet<>();
        replication
                .pulls()
                .forEach(pull -> replication
                        .origin(pull)
                        .filter(origin -> !pull.pull().source().host().isEmpty())
                        .ifPresent(origin -> copied.add(origin.folder())));
        for (Policed machine : replication.policed()) {
            String folder = machine.source().folder();
            if (copied.contains(folder)) {
                machine.file().datasets().stream()
                        .filter(s -> machine.policies()
                                .of(s.dataset())
                                .filter(Policy::takesSnapshots)
                                .isPresent())
                        .filter(s -> !hasCopy(replication, folder, s))
                        .forEach(s -> findings.guess(
                                machine.source(),
                                s.line(),
                                "all pulls stand in the repository",
                                "nothing pulls " + s.dataset() + ", though other datasets of " + folder
                                        + " are pulled, so it is lost with its pool",
                                "add a pull of it to another machine's syncoid-args.conf"));
            }
        }
    }

    /** A pull may bring it, leave it out on purpose, or bring something below it; or its host is not known and it may be this one. */
    private static boolean hasCopy(Replication replication, String folder, Section section) {
        return replication
                .around(section.dataset())
                .filter(pull -> replication.decides(pull, section.dataset())
                        || pull.pull().source().dataset().startsWith(section.dataset() + "/"))
                .anyMatch(pull -> replication
                        .origin(pull)
                        .map(o -> o.folder().equals(folder))
                        .orElse(true));
    }
}
