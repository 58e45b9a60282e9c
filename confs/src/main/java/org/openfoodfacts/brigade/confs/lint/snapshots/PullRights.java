package org.openfoodfacts.brigade.confs.lint.snapshots;

import java.util.ArrayList;
import java.util.List;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.syncoid.Pull;

/** Pulls as an operator that ask for more than {@code zfs allow hold,send} gives, or with release beside them: syncoid's newsyncsnap, sudo, bookmark and receive. */
final class PullRights implements Rule {
    private static final String SUFFIX = "operator";
    private static final RulePage PAGE = new RulePage(
            "pull-rights",
            Severity.WARNING,
            "A pull needs rights that the remote operator does not have",
            """
            The user '<puller>operator' at the source may hold and send, which is all that syncoid needs. Without --no-sync-snap it takes a snapshot \
            there first, without --no-privilege-elevation it calls sudo: either is refused, and the pull fails on every run. Where Brigade brings the \
            copy the user needs a third right: `zfs allow -u <puller>operator hold,release,send DATASET`. zfs counts letting a hold go as a right of its \
            own; without it the holds on the last common snapshot cannot move on, and the first ones stay for ever.""",
            "",
            new RulePage.Failing("confs/backup1/sanoid/syncoid-args.conf:1", """
                    --- confs/backup1/sanoid/syncoid-args.conf
                    --no-privilege-elevation backup1operator@10.1.0.9:tank/web tank/copies/web
                    --- confs/backup1/sanoid/sanoid.conf
                    [tank/copies]
                    recursive = yes
                    autosnap = no
                    """),
            """
            --- confs/backup1/sanoid/syncoid-args.conf
            --no-privilege-elevation --no-sync-snap backup1operator@10.1.0.9:tank/web tank/copies/web
            root@10.1.0.10:tank/wiki tank/copies/wiki
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
        for (PullOf pull : Replication.of(repository).pulls()) {
            String user = pull.pull().source().user();
            if (user.endsWith(SUFFIX)) {
                List<String> lacks = lacks(pull.pull());
                if (!lacks.isEmpty()) {
                    findings.guess(
                            pull.source(),
                            pull.pull().line(),
                            user + " may hold and send, as such users do",
                            "the pull of " + pull.pull().source().dataset() + " as " + user + " is refused: "
                                    + String.join(", and ", lacks),
                            "write --no-sync-snap --no-privilege-elevation, and no --create-bookmark");
                }
                String owner = user.substring(0, user.length() - SUFFIX.length());
                if (!owner.equals(pull.puller()) && repository.isMachine(owner)) {
                    findings.add(
                            pull.source(),
                            pull.pull().line(),
                            "the pull of " + pull.puller() + " goes as " + user + ", the user of " + owner
                                    + ", whose key it should not have, so it is refused",
                            "write " + pull.puller() + SUFFIX);
                }
            }
            if (pull.pull().target().user().endsWith(SUFFIX)) {
                findings.guess(
                        pull.source(),
                        pull.pull().line(),
                        "such users may hold and send",
                        "the line pushes to " + pull.pull().target() + ", where "
                                + pull.pull().target().user() + " may not receive, so it fails",
                        "pull from the other machine instead");
            }
        }
    }

    private static List<String> lacks(Pull pull) {
        List<String> lacks = new ArrayList<>();
        if (!pull.has("no-sync-snap")) {
            lacks.add("without --no-sync-snap syncoid takes a snapshot there");
        }
        if (!pull.has("no-privilege-elevation")) {
            lacks.add("without --no-privilege-elevation it calls sudo");
        }
        if (pull.has("create-bookmark")) {
            lacks.add("--create-bookmark needs the right to bookmark");
        }
        return lacks;
    }
}
