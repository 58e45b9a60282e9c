package org.openfoodfacts.brigade.confs.sanoid;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The keys sanoid knows, all others make it end at once, and their defaults; from sanoid.defaults.conf of 2.0 to 2.3. */
public final class SanoidKeys {
    /** Keys that are yes or no; {@code recursive} may also be {@code zfs}. */
    public static final Set<String> TOGGLES = Set.of(
            "autosnap",
            "autoprune",
            "monitor_dont_warn",
            "monitor_dont_crit",
            "monitor",
            "recursive",
            "process_children_only",
            "skip_children",
            "no_inconsistent_snapshot",
            "force_post_snapshot_script");

    private static final String UNSET = """
            path recursive use_template process_children_only skip_children pre_snapshot_script post_snapshot_script pre_pruning_script \
            pruning_script no_inconsistent_snapshot force_post_snapshot_script min_percent_free""";
    private static final String DEFAULTS = """
            script_timeout=5 frequent_period=15 autoprune=yes frequently=0 hourly=48 daily=90 weekly=0 monthly=6 yearly=0 prune_defer=0 \
            autosnap=1 hourly_min=0 daily_hour=23 daily_min=59 weekly_wday=1 weekly_hour=23 weekly_min=30 monthly_mday=1 monthly_hour=0 \
            monthly_min=0 yearly_mon=1 yearly_mday=1 yearly_hour=0 yearly_min=0 monitor=yes monitor_dont_warn=no monitor_dont_crit=no \
            frequently_warn=0 frequently_crit=0 hourly_warn=90m hourly_crit=360m daily_warn=28h daily_crit=32h weekly_warn=0 weekly_crit=0 \
            monthly_warn=32d monthly_crit=40d yearly_warn=0 yearly_crit=0 capacity_warn=80 capacity_crit=95""";

    public static final Map<String, String> VALUES = values();
    public static final Set<String> ALL = all();

    private SanoidKeys() {}

    private static Map<String, String> values() {
        Map<String, String> values = new TreeMap<>();
        for (String pair : DEFAULTS.split(" ")) {
            int equals = pair.indexOf('=');
            values.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        return values;
    }

    private static Set<String> all() {
        Set<String> all = new TreeSet<>(VALUES.keySet());
        all.addAll(Arrays.asList(UNSET.split(" ")));
        return all;
    }
}
