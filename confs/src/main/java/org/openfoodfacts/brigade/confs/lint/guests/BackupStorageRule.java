package org.openfoodfacts.brigade.confs.lint.guests;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Formats;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.lint.guests.BackupJobs.BackupJob;
import org.openfoodfacts.brigade.confs.proxmox.SectionConfig.Entry;

/**
 * Backup jobs whose storage is not there, is off, or holds no backups ({@code storage_info} of PVE::VZDump dies). Proxmox knows {@code local}
 * without being told.
 */
final class BackupStorageRule implements Rule {
    private static final String FILES = """
            --- confs/host1/pve/jobs.cfg
            vzdump: backup-1
            \tschedule sat 02:00
            \tall 1
            \tstorage %s
            --- confs/host1/pve/storage.cfg
            dir: local
            \tpath /var/lib/vz
            \tcontent iso,vztmpl

            dir: backups
            \tpath /tank/backups
            \tcontent backup
            """;
    private static final RulePage PAGE = new RulePage(
            "backup-storage-unusable",
            Severity.WARNING,
            "A backup job writes to a storage that takes no backups",
            """
            vzdump ends before the first guest when the storage does not exist, is disabled or does not have 'backup' among its contents: there \
            is no new backup from that day on, and the old ones expire.""",
            "",
            new RulePage.Failing("confs/host1/pve/jobs.cfg:1", FILES.formatted("local")),
            FILES.formatted("backups"));

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        BackupJobs.of(repository).byHost().forEach((host, jobs) -> {
            Map<String, Entry> storages = repository
                    .all(Formats.SECTIONS, host)
                    .filter(read -> read.source().fileName().equals("storage.cfg"))
                    .flatMap(read -> read.value().entries().stream())
                    .collect(Collectors.toMap(Entry::id, entry -> entry, (one, _) -> one));
            if (!storages.isEmpty()) {
                jobs.stream().filter(BackupJob::isOn).forEach(job -> check(job, storages, findings));
            }
        });
    }

    private static void check(BackupJob job, Map<String, Entry> storages, Findings findings) {
        job.storage().ifPresent(name -> {
            String wrong = wrong(name, storages.get(name));
            if (!wrong.isEmpty()) {
                findings.add(
                        job.source(),
                        job.line(),
                        job.name() + " writes to the storage " + name + ", which " + wrong
                                + " in storage.cfg, so no backup is made",
                        "name a storage that takes backups, or mend " + name + " in storage.cfg");
            }
        });
    }

    private static String wrong(String name, Entry storage) {
        if (storage == null) {
            return name.equals("local") ? "" : "is not";
        }
        boolean takesBackups = storage.value("content")
                .map(content -> List.of(content.split("[,;\\s]+")).contains("backup"))
                .orElse(true);
        boolean isOff = storage.properties().stream()
                .filter(property -> property.key().equals("disable"))
                .anyMatch(property -> !Arrays.asList("0", "no", "off").contains(property.value()));
        return isOff ? "is disabled" : takesBackups ? "" : "has no 'backup' among its contents";
    }
}
