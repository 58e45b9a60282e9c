package org.openfoodfacts.brigade.confs.lint.snapshots;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.confs.fleet.FleetFile;
import org.openfoodfacts.brigade.confs.fleet.FleetNode;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.source.Source;

/** A copy that fleet.yaml speaks of and no pull brings. */
final class UnknownCopies implements Rule {
    private static final RulePage PAGE = new RulePage(
            "copy-without-pull",
            Severity.WARNING,
            "fleet.yaml speaks of a copy that no pull brings",
            """
            zfs.pull and zfs.copies name copies by their dataset on this machine; what brings them stands in its syncoid-args.conf. A name that \
            no line there brings (a typo, or the name at the source) does nothing: nobody brings that copy, and its goal is never looked at.""",
            "a dataset was renamed in one file and not in the other.",
            new RulePage.Failing("fleet.yaml:14", """
                    --- fleet.yaml
                    fleet: example
                    sites:
                      - name: s
                    nodes:
                      - name: web1
                        kind: host
                        site: s
                        addresses: [10.1.0.8]
                      - name: backup1
                        kind: host
                        site: s
                        addresses: [10.1.0.9]
                        zfs:
                          pull: [tank/copies/wbe]
                    --- confs/backup1/sanoid/syncoid-args.conf
                    --no-sync-snap --no-privilege-elevation backup1operator@10.1.0.8:tank/web tank/copies/web
                    --- confs/backup1/sanoid/sanoid.conf
                    [tank/copies]
                    recursive = yes
                    autosnap = no
                    """),
            """
            --- fleet.yaml
            fleet: example
            sites:
              - name: s
            nodes:
              - name: web1
                kind: host
                site: s
                addresses: [10.1.0.8]
              - name: backup1
                kind: host
                site: s
                addresses: [10.1.0.9]
                zfs:
                  pull: [tank/copies]
                  copies:
                    - dataset: tank/copies/web
                      goal: PT2H
            --- confs/backup1/sanoid/syncoid-args.conf
            --no-sync-snap --no-privilege-elevation backup1operator@10.1.0.8:tank/web tank/copies/web
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
        Optional<Source> file = repository.sources().stream()
                .filter(source -> source.name().equals(FleetFile.NAME))
                .findFirst();
        if (file.isEmpty() || repository.fleet().isEmpty()) {
            return;
        }
        Replication replication = Replication.of(repository);
        for (FleetNode node : repository.fleet().get().nodes()) {
            List<PullOf> pulls = replication.pulls().stream()
                    .filter(pull -> node.folders().contains(pull.puller()))
                    .toList();
            spokenOf(node)
                    .distinct()
                    .filter(name -> pulls.stream().noneMatch(pull -> mayBring(pull, name)))
                    .forEach(name -> findings.add(
                            file.get(),
                            lineOf(file.get(), node, name),
                            "no syncoid-args.conf of " + node.name() + " brings " + name
                                    + ", so this does nothing for any copy",
                            "name the copy as it is called on " + node.name() + ", or add the line that brings it"));
        }
    }

    private static Stream<String> spokenOf(FleetNode node) {
        return Stream.concat(
                        node.zfs().pull().stream(), node.zfs().copies().stream().map(FleetNode.Copy::dataset))
                .filter(name -> name != null && !name.isEmpty());
    }

    /** The copy itself, one below the name, or one that a recursive pull may bring below its target. */
    private static boolean mayBring(PullOf pull, String name) {
        String target = pull.target();
        return target.equals(name)
                || target.startsWith(name + "/")
                || (pull.pull().isRecursive() && name.startsWith(target + "/"));
    }

    /** The first line below the node's name that has the dataset's. */
    private static int lineOf(Source file, FleetNode node, String name) {
        List<String> lines = file.text().all().lines().toList();
        boolean inNode = false;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            inNode |= line.matches(".*\\bname: *[\"']?" + node.name() + "[\"']?\\s*");
            if (inNode && hasWord(line, name)) {
                return i + 1;
            }
        }
        return 1;
    }

    private static boolean hasWord(String line, String name) {
        return Stream.of(line.split("[\\s\\[\\],\"']+")).anyMatch(name::equals);
    }
}
