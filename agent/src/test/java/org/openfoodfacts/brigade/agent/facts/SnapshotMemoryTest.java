package org.openfoodfacts.brigade.agent.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;

class SnapshotMemoryTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
    private static final String LONG_AGO = "1799990000";

    private final SnapshotMemory memory = new SnapshotMemory();

    @Test
    void onlyWhatHasChangedIsListedAgain() {
        see(List.of(row("tank", "1", LONG_AGO), row("tank/a", "2", "-")), "tank", "tank/a");

        ZfsLines next = lines(row("tank", "1", "1799999990"), row("tank/a", "2", "-"), row("tank/new", "3", "-"));

        assertThat(memory.wantsEverything()).isFalse();
        assertThat(memory.stale(next)).containsExactly("tank", "tank/new");
        assertThat(memory.with(next, List.of(fact("tank", "later"), fact("tank/new", "first")), NOW))
                .containsExactly(fact("tank", "later"), fact("tank/a", "seen"), fact("tank/new", "first"));
        assertThat(memory.stale(next)).isEmpty();
    }

    @Test
    void anotherDatasetOfTheSameNameIsAnother() {
        see(List.of(row("tank", "1", LONG_AGO)), "tank");

        assertThat(memory.stale(lines(row("tank", "9", LONG_AGO)))).containsExactly("tank");
    }

    @Test
    void whatIsGoneIsForgotten() {
        see(List.of(row("tank", "1", LONG_AGO), row("tank/a", "2", LONG_AGO)), "tank", "tank/a");
        memory.with(lines(row("tank", "1", LONG_AGO)), List.of(), NOW);

        assertThat(memory.stale(lines(row("tank", "1", LONG_AGO), row("tank/a", "2", LONG_AGO))))
                .containsExactly("tank/a");
    }

    @Test
    void whatChangedRightBeforeItWasListedMayHaveChangedAgain() {
        String justNow = Long.toString(NOW.getEpochSecond() - 1);
        String inTheFuture = Long.toString(NOW.getEpochSecond() + 3600);
        see(List.of(row("tank", "1", justNow), row("tank/a", "2", inTheFuture)), "tank", "tank/a");

        assertThat(memory.stale(lines(row("tank", "1", justNow), row("tank/a", "2", inTheFuture))))
                .containsExactly("tank", "tank/a");
    }

    @Test
    void everythingIsWantedAtFirstAndEveryFewLooks() {
        List<String> rows = List.of(row("tank", "1", LONG_AGO));
        assertThat(Stream.generate(() -> {
                            boolean everything = memory.wantsEverything();
                            see(rows, "tank");
                            return everything;
                        })
                        .limit(9))
                .containsExactly(true, false, false, false, true, false, false, false, true);
    }

    @Test
    void aZfsThatDoesNotTellIsListedWholeEachTime() {
        String old = row("tank", "1", LONG_AGO).replaceAll("\t[^\t]*$", "");
        see(List.of(old), "tank");

        assertThat(memory.wantsEverything()).isTrue();
    }

    private void see(List<String> rows, String... datasets) {
        memory.with(
                lines(rows.toArray(String[]::new)),
                Stream.of(datasets).map(dataset -> fact(dataset, "seen")).toList(),
                NOW);
    }

    private static ZfsLines lines(String... rows) {
        boolean changes = rows[0].split("\t", -1).length > 15;
        return ZfsLines.parse(List.of(rows), new ZfsLines.Columns(changes, false));
    }

    private static String row(String name, String guid, String changed) {
        return name + "\tfilesystem\t" + guid + "\t1\t9\t1\t-\tnone\t1\t1700000000\t-\t-\t-\t0\toff\t" + changed;
    }

    private static SnapshotsFact fact(String dataset, String snapshot) {
        return new SnapshotsFact(
                dataset,
                List.of(new Snapshot(snapshot, "7", 7, Instant.EPOCH, 0, List.of(), List.of(), null, 0L)),
                List.of());
    }
}
