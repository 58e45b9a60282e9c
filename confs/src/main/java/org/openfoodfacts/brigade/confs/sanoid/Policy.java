package org.openfoodfacts.brigade.confs.sanoid;

import java.util.List;
import java.util.Map;
import org.openfoodfacts.brigade.confs.sanoid.SanoidFile.Section;
import org.openfoodfacts.brigade.confs.sanoid.SanoidFile.Setting;

/**
 * What sanoid does with one dataset: every setting, with the line it comes from (0 for a default), and the {@code section} that was applied to
 * it last. {@code takenWith} is the dataset above whose {@code zfs snapshot -r} takes its snapshots, too; null when none does.
 */
public record Policy(String dataset, Section section, Map<String, Setting> settings, String takenWith) {
    private static final List<String> KINDS = List.of("frequently", "hourly", "daily", "weekly", "monthly", "yearly");
    private static final double HOUR = 1;
    private static final double DAY = 24 * HOUR;

    public Policy {
        settings = Map.copyOf(settings);
    }

    /** The setting of a key; one in line 0 with no value when nothing sets it. */
    public Setting setting(String key) {
        return settings.getOrDefault(key, new Setting(key, "", 0));
    }

    public boolean isOn(String key) {
        return SanoidValue.isOn(setting(key).value());
    }

    /** True when snapshots of this dataset are taken on this machine. */
    public boolean takesSnapshots() {
        boolean itself = isOn("autosnap") && !isOn("process_children_only");
        return (itself || takenWith != null) && KINDS.stream().anyMatch(kind -> count(kind) > 0);
    }

    /** True when its own section has them taken by {@code zfs snapshot -r}, for all datasets below in the same moment. */
    public boolean takesRecursively() {
        return section.dataset().equals(dataset)
                && section.setting("recursive")
                        .filter(s -> SanoidValue.isZfs(s.value()))
                        .isPresent();
    }

    /** True when expired snapshots of this dataset, own and received ones, are destroyed. */
    public boolean prunes() {
        return isOn("autoprune") && !isOn("process_children_only");
    }

    public double count(String kind) {
        return SanoidValue.number(setting(kind).value());
    }

    /** How long the longest-kept snapshots last, in hours; without end when nothing is pruned. */
    public double keepsHours() {
        if (!prunes()) {
            return Double.POSITIVE_INFINITY;
        }
        double longest = 0;
        for (String kind : KINDS) {
            longest = Math.max(longest, count(kind) * hours(kind));
        }
        return longest;
    }

    private double hours(String kind) {
        return switch (kind) {
            case "frequently" -> count("frequent_period") / 60;
            case "hourly" -> HOUR;
            case "daily" -> DAY;
            case "weekly" -> 7 * DAY;
            case "monthly" -> 31 * DAY;
            default -> 365.25 * DAY;
        };
    }
}
