package org.openfoodfacts.brigade.confs.lint.snapshots;

import java.util.List;
import java.util.Set;
import org.openfoodfacts.brigade.confs.DidYouMean;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.sanoid.SanoidFile.Section;

/** Policies for a dataset that nothing names, where a guest of the host mounts one of almost that name which no policy covers. */
final class UndeclaredDatasets implements Rule {
    private static final RulePage PAGE = new RulePage(
            "policy-undeclared-dataset",
            Severity.WARNING,
            "A policy is for a dataset that nobody uses, and one of almost that name has none",
            "A letter too much in a section's name: sanoid finds no such dataset and takes no snapshots of the one that was meant.",
            "",
            new RulePage.Failing("confs/host1/sanoid/sanoid.conf:1", """
                    --- confs/host1/sanoid/sanoid.conf
                    [tank/imgaes]
                    hourly = 36
                    --- confs/host1/pve/lxc_110.conf
                    hostname: web
                    mp0: /tank/images,mp=/srv/images
                    """),
            """
            --- confs/host1/sanoid/sanoid.conf
            [tank/images]
            hourly = 36
            [tank/image]
            hourly = 36
            --- confs/host1/pve/lxc_110.conf
            hostname: web
            mp0: /tank/images,mp=/srv/images
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        Mounts mounts = Mounts.of(repository);
        for (Policed machine : Replication.of(repository).policed()) {
            Set<String> mounted = mounts.of(machine.source().folder());
            List<String> unused = machine.file().datasets().stream()
                    .map(Section::dataset)
                    .filter(dataset -> !mounted.contains(dataset))
                    .toList();
            for (String dataset : mounted) {
                if (machine.policies().of(dataset).isEmpty() && !machine.file().isUnchecked(dataset)) {
                    DidYouMean.among(dataset, unused).ifPresent(name -> report(machine, name, dataset, findings));
                }
            }
        }
    }

    private static void report(Policed machine, String name, String dataset, Findings findings) {
        machine.file().datasets().stream()
                .filter(section -> section.dataset().equals(name))
                .findFirst()
                .ifPresent(section -> findings.guess(
                        machine.source(),
                        section.line(),
                        "/" + dataset + ", which a guest mounts, is a dataset",
                        "[" + name + "] is for a dataset that nothing here uses, and " + dataset
                                + " has no policy, so no snapshot of it is taken",
                        "write [" + dataset + "] if that is meant"));
    }
}
