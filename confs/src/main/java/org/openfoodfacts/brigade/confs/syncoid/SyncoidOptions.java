package org.openfoodfacts.brigade.confs.syncoid;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The options of syncoid 2.0 to 2.3 (its {@code GetOptions} call). */
final class SyncoidOptions {
    private static final Map<String, String> SHORT = Map.of("r", "recursive", "c", "sshcipher", "o", "sshoption");
    private static final Set<String> WITH_VALUE = words("""
            compress sendoptions recvoptions source-bwlimit target-bwlimit sshconfig sshkey sshport sshcipher sshoption exclude \
            exclude-datasets exclude-snaps include-snaps identifier pv-options mbuffer-size insecure-direct-connection""");
    private static final Set<String> SWITCHES = words("""
            no-command-checks monitor-version dumpsnaps recursive debug quiet no-stream no-sync-snap no-resume skip-parent \
            no-clone-handling no-privilege-elevation force-delete no-clone-rollback no-rollback create-bookmark use-hold keep-sync-snap \
            preserve-recordsize preserve-properties delete-target-snapshots version help""");

    static final Set<String> ALL = all();

    private SyncoidOptions() {}

    /** The long name of what is written behind the dashes; Getopt::Long takes any case and any beginning that only one option has. */
    static Optional<String> find(String written) {
        String name = written.toLowerCase(Locale.ROOT);
        String known = SHORT.getOrDefault(name, name);
        if (ALL.contains(known)) {
            return Optional.of(known);
        }
        List<String> longer = ALL.stream().filter(o -> o.startsWith(name)).toList();
        return name.isEmpty() || longer.size() != 1 ? Optional.empty() : Optional.of(longer.getFirst());
    }

    static boolean takesValue(String name) {
        return WITH_VALUE.contains(name);
    }

    private static Set<String> all() {
        Set<String> all = new TreeSet<>(WITH_VALUE);
        all.addAll(SWITCHES);
        return all;
    }

    private static Set<String> words(String words) {
        return new TreeSet<>(Arrays.asList(words.strip().split(" +")));
    }
}
