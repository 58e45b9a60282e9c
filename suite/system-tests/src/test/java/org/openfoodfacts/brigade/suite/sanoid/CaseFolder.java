package org.openfoodfacts.brigade.suite.sanoid;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotKind;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Times;

/** Writes one step of a case as {@code play} of the image reads it. */
final class CaseFolder {
    /** Below every dataset whose snapshots are taken with {@code -r}. */
    static final String CHILD = "/child";

    private CaseFolder() {}

    static void write(Case of, Instant now, Path folder) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("sanoid.conf"), conf(of));
            Files.writeString(folder.resolve("datasets"), datasets(of));
            Files.writeString(folder.resolve("snapshots"), snapshots(of));
            Files.writeString(folder.resolve("used"), of.usedPercent() + "%\n");
            Files.writeString(folder.resolve("zone"), of.zone().getId());
            Files.writeString(folder.resolve("now"), String.valueOf(now.getEpochSecond()));
            Files.writeString(folder.resolve("options"), of.forReal() ? "--cron" : "--cron --verbose --readonly");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String conf(Case of) {
        return of.datasets().stream()
                .map(d -> "[" + d.name + "]\n" + settings(d.policy))
                .collect(joining("\n"));
    }

    private static String datasets(Case of) {
        return of.datasets().stream()
                .map(d -> d.name + "\n" + (d.policy.recursive() ? d.name + CHILD + "\n" : ""))
                .collect(joining());
    }

    private static String snapshots(Case of) {
        StringBuilder lines = new StringBuilder();
        for (Dataset dataset : of.datasets()) {
            dataset.snapshots.forEach(s -> lines.append(dataset.name)
                    .append('@')
                    .append(s.name())
                    .append("\tcreation\t")
                    .append(s.creation().getEpochSecond())
                    .append("\t-\n"));
        }
        return lines.toString();
    }

    private static String settings(SnapshotPolicy policy) {
        StringBuilder out = new StringBuilder();
        for (SnapshotKind kind : SnapshotKind.values()) {
            out.append(kind.word()).append('=').append(policy.count(kind)).append('\n');
        }
        Times times = policy.times();
        return out
                + """
                recursive=%s
                autosnap=%s
                autoprune=%s
                prune_defer=%d
                frequent_period=%d
                hourly_min=%d
                daily_hour=%d
                daily_min=%d
                weekly_wday=%d
                weekly_hour=%d
                weekly_min=%d
                monthly_mday=%d
                monthly_hour=%d
                monthly_min=%d
                yearly_mon=%d
                yearly_mday=%d
                yearly_hour=%d
                yearly_min=%d
                """.formatted(
                                policy.recursive() ? "zfs" : "no",
                                policy.takes() ? "yes" : "no",
                                policy.prunes() ? "yes" : "no",
                                policy.pruneDefer(),
                                times.frequentMinutes(),
                                times.hourlyMinute(),
                                times.daily().getHour(),
                                times.daily().getMinute(),
                                times.weekly().day().getValue() % 7,
                                times.weekly().at().getHour(),
                                times.weekly().at().getMinute(),
                                times.monthly().day(),
                                times.monthly().at().getHour(),
                                times.monthly().at().getMinute(),
                                times.yearly().day().getMonthValue(),
                                times.yearly().day().getDayOfMonth(),
                                times.yearly().at().getHour(),
                                times.yearly().at().getMinute());
    }
}
