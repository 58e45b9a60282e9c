package org.openfoodfacts.brigade.confs.lint.guests;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.lint.guests.BackupJobs.BackupJob;

/** Backup jobs that are off while no other takes their guests, or that name guests of which no host has a file. */
final class BackupJobRule implements Rule {
    private static final int MOST_NAMED = 8;
    private static final String FILES = """
            --- confs/host1/pve/lxc_101.conf
            net0: name=eth0,bridge=vmbr1,ip=10.9.0.101/24
            --- confs/host1/pve/lxc_113.conf
            net0: name=eth0,bridge=vmbr1,ip=10.9.0.113/24
            --- confs/host1/pve/jobs.cfg
            vzdump: backup-1
            \tschedule sat 02:00
            \tenabled 0
            \tvmid 101,113

            vzdump: backup-2
            \tschedule sun 02:00
            \tvmid %s
            """;
    private static final RulePage PAGE = new RulePage(
            "backup-job-idle",
            Severity.WARNING,
            "A backup job is off, or names a guest that is nowhere",
            """
            A job that was switched off for a day makes no backups, and Proxmox does not remind anybody. A guest that got another id is passed \
            over, while the job ends well.""",
            "",
            new RulePage.Failing("confs/host1/pve/jobs.cfg:1", FILES.formatted("101")),
            FILES.formatted("101,113"));

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        Set<Integer> everywhere =
                HostedGuest.of(repository).stream().map(HostedGuest::vmid).collect(Collectors.toSet());
        BackupJobs.of(repository).byHost().forEach((host, jobs) -> {
            List<BackupJob> on = jobs.stream().filter(BackupJob::isOn).toList();
            Set<Integer> here = HostedGuest.byHost(repository).getOrDefault(host, List.of()).stream()
                    .filter(guest -> !guest.isTemplate())
                    .map(HostedGuest::vmid)
                    .collect(Collectors.toSet());
            boolean allKnown = on.stream().noneMatch(job -> job.settings().containsKey("pool"));
            for (BackupJob job : jobs) {
                if (job.isOn()) {
                    checkIds(job, everywhere, findings);
                } else if (allKnown) {
                    checkOff(job, here, on, findings);
                }
            }
        });
    }

    private static void checkOff(BackupJob job, Set<Integer> here, List<BackupJob> on, Findings findings) {
        List<Integer> left = here.stream()
                .filter(job::takes)
                .filter(vmid -> on.stream().noneMatch(other -> other.takes(vmid)))
                .sorted()
                .toList();
        if (!left.isEmpty()) {
            findings.guess(
                    job.source(),
                    job.line(),
                    "it is not off on purpose",
                    job.name() + " is off, and no other takes " + guests(left) + ", so there is no new backup of "
                            + (left.size() == 1 ? "it" : "them"),
                    "switch it on, or remove it");
        }
    }

    /** Only where most of its guests are known, so that the missing one is the exception. */
    private static void checkIds(BackupJob job, Set<Integer> everywhere, Findings findings) {
        List<Integer> ids = job.vmids().stream()
                .filter(id -> id.matches("\\d{3,9}"))
                .map(Integer::valueOf)
                .toList();
        List<Integer> unknown =
                ids.stream().filter(id -> !everywhere.contains(id)).toList();
        if (!unknown.isEmpty() && unknown.size() * 2 < ids.size()) {
            findings.guess(
                    job.source(),
                    job.line(),
                    "the repository has the files of all guests",
                    job.name() + " names " + guests(unknown)
                            + ", of which no host has a file, so what was meant is not backed up",
                    "name the guest by the id that it has, or remove it from the job");
        }
    }

    private static String guests(Collection<Integer> vmids) {
        String shown = vmids.stream().limit(MOST_NAMED).map(String::valueOf).collect(Collectors.joining(", "));
        return (vmids.size() == 1 ? "guest " : "the guests ") + shown + (vmids.size() > MOST_NAMED ? ", …" : "");
    }
}
