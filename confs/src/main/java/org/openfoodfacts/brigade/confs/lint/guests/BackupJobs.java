package org.openfoodfacts.brigade.confs.lint.guests;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.openfoodfacts.brigade.confs.lint.Formats;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.proxmox.ProxmoxFile.Property;
import org.openfoodfacts.brigade.confs.proxmox.SectionConfig.Entry;
import org.openfoodfacts.brigade.confs.source.Source;

/**
 * Proxmox's backup jobs by host: of jobs.cfg (on unless {@code enabled 0}), and of the older vzdump.cron, where a job that is off is a comment
 * (PVE::API2::Backup).
 */
record BackupJobs(Map<String, List<BackupJob>> byHost) {
    private static final Set<String> OFF = Set.of("0", "no", "off", "false");
    private static final Pattern CRON =
            Pattern.compile("(#?)(?:[\\d*,/-]+[ \\t]+){4}\\S+[ \\t]+root[ \\t]+vzdump(?:[ \\t]+(.*))?");

    /** {@code settings} by their names without dashes; {@code vmids} are empty when it names no guests. */
    record BackupJob(
            Source source, int line, String name, boolean isOn, List<String> vmids, Map<String, String> settings) {
        /** The job takes the guest, by its id or as one of all. */
        boolean takes(int vmid) {
            String id = Integer.toString(vmid);
            return vmids.contains(id)
                    || (isOfAll() && !ids(settings.getOrDefault("exclude", "")).contains(id));
        }

        boolean isOfAll() {
            return "1".equals(settings.get("all"));
        }

        Optional<String> storage() {
            return Optional.ofNullable(settings.get("storage"));
        }
    }

    static BackupJobs of(Repository repository) {
        return repository.view(BackupJobs.class, BackupJobs::make);
    }

    private static BackupJobs make(Repository repository) {
        List<BackupJob> jobs = new ArrayList<>();
        repository.all(Formats.SECTIONS).stream()
                .filter(read -> repository.isMachine(read.source().folder()))
                .filter(read -> read.source().fileName().equals("jobs.cfg"))
                .forEach(read -> read.value().entries().stream()
                        .filter(entry -> entry.type().equals("vzdump"))
                        .forEach(entry -> jobs.add(section(read.source(), entry))));
        for (String machine : repository.machines()) {
            repository.find(machine, "pve/vzdump.cron").ifPresent(source -> cron(source, jobs));
        }
        return new BackupJobs(
                jobs.stream().collect(Collectors.groupingBy(job -> job.source().folder())));
    }

    private static BackupJob section(Source source, Entry entry) {
        Map<String, String> settings =
                entry.properties().stream().collect(Collectors.toMap(Property::key, Property::value, (one, _) -> one));
        boolean isOn = !OFF.contains(settings.getOrDefault("enabled", "1"));
        List<String> vmids = ids(settings.getOrDefault("vmid", ""));
        return new BackupJob(source, entry.line(), "the backup job " + entry.id(), isOn, vmids, settings);
    }

    private static void cron(Source source, List<BackupJob> jobs) {
        List<String> lines = source.text().lines();
        for (int i = 0; i < lines.size(); i++) {
            Matcher job = CRON.matcher(lines.get(i));
            if (job.matches()) {
                jobs.add(line(source, i + 1, job.group(1).isEmpty(), job.group(2) == null ? "" : job.group(2)));
            }
        }
    }

    private static BackupJob line(Source source, int number, boolean isOn, String arguments) {
        Map<String, String> settings = new HashMap<>();
        List<String> vmids = new ArrayList<>();
        String option = null;
        for (String word : arguments.split("[\\s=]+")) {
            if (word.startsWith("-")) {
                option = word.replaceFirst("^-+", "");
            } else if (option != null) {
                settings.put(option, word);
                option = null;
            } else if (word.matches("\\d{3,9}")) {
                vmids.add(word);
            }
        }
        return new BackupJob(source, number, "the backup job of line " + number, isOn, vmids, settings);
    }

    private static List<String> ids(String list) {
        return Arrays.stream(list.split("[,;\\s]+")).filter(id -> !id.isEmpty()).toList();
    }
}
