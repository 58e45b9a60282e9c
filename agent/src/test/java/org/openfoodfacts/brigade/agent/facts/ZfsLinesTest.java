package org.openfoodfacts.brigade.agent.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact.Dataset;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact.Receiving;
import org.openfoodfacts.brigade.contracts.facts.PoolsFact.Pool;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Bookmark;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Expiry;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;

class ZfsLinesTest {
    private static final ZfsLines.Columns PLAIN = new ZfsLines.Columns(false, false);
    private static final List<String> LINES = List.of(
            "tank\tfilesystem\t18446744073709551615\t100\t900\t96\t-\t/tank\t1\t1700000000\t-\t-\t-\t4096\taes-256-gcm",
            "tank@b\tsnapshot\t22\t5\t-\t96\t-\t-\t20\t1700000200\ttank/c1,tank/c2\t2\t-\t7\toff",
            "tank@a\tsnapshot\t11\t0\t-\t96\t-\t-\t10\t1700000100\t\t0\t-\t0\toff",
            "tank#a\tbookmark\t11\t-\t-\t-\t-\t-\t10\t1700000100\t-\t-\t-\t-\t-",
            "tank/c1\tfilesystem\t33\t1\t900\t96\ttank@b\tnone\t30\t1700000300\t-\t-\t1-a-b-c\t0\toff",
            "tank/vm-1\tvolume\t44\t1\t900\t96\t-\t-\t31\t1700000300\t-\t-\t-\t0\toff",
            "cannot open 'x': I/O error");

    @Test
    void everyDatasetHasItsSnapshotsOldestFirst() {
        ZfsLines lines = ZfsLines.parse(LINES, PLAIN);
        Expiry expiry = new Expiry("migration", Instant.EPOCH);
        var facts = lines.facts(lines.names(), Map.of("tank@b", List.of("keep", "syncoid")), Map.of("tank@b", expiry));

        assertThat(lines.odd()).containsExactly("cannot open 'x': I/O error");
        assertThat(lines.held()).containsExactly("tank@b");
        assertThat(facts.get(0))
                .isEqualTo(new SnapshotsFact(
                        "tank",
                        List.of(
                                new Snapshot("a", "11", 10, at(100), 0, List.of(), List.of(), null, 0L),
                                new Snapshot(
                                        "b",
                                        "22",
                                        20,
                                        at(200),
                                        5,
                                        List.of("keep", "syncoid"),
                                        List.of("tank/c1", "tank/c2"),
                                        expiry,
                                        7L)),
                        List.of(new Bookmark("a", "11", 10, at(100)))));
        assertThat(facts.get(1)).isEqualTo(new SnapshotsFact("tank/c1", List.of(), List.of()));
        assertThat(lines.datasets())
                .containsExactly(
                        new Dataset(
                                "tank",
                                "18446744073709551615",
                                "filesystem",
                                100,
                                900,
                                96,
                                null,
                                "/tank",
                                new Receiving(null, 4096, true)),
                        new Dataset(
                                "tank/c1",
                                "33",
                                "filesystem",
                                1,
                                900,
                                96,
                                "tank@b",
                                null,
                                new Receiving("1-a-b-c", 0, false)),
                        new Dataset(
                                "tank/vm-1", "44", "volume", 1, 900, 96, null, null, new Receiving(null, 0, false)));
    }

    @Test
    void aSnapshotThatShowsAnEndOrAReasonWasPerhapsTakenByHand() {
        ZfsLines lines = ZfsLines.parse(
                List.of(
                        LINES.get(0) + "\t1700000200\t-\ta reason for all",
                        LINES.get(1) + "\t-\t2026-12-01T00:00:00Z\t-",
                        LINES.get(2) + "\t-\t-\tbefore\tthe move",
                        LINES.get(3) + "\t-\t-\t-",
                        LINES.get(2).replace("@a", "@c") + "\t-\t-\t-",
                        LINES.get(4) + "\t-\t-\ta reason\twith a tab"),
                new ZfsLines.Columns(true, true));

        assertThat(lines.ofHand()).containsExactly("tank@b", "tank@a");
        assertThat(lines.changes()).containsExactly(Map.entry("tank", "1700000200"));
        assertThat(lines.odd())
                .as("a dataset's mount point may have a tab, too")
                .hasSize(1);
    }

    @Test
    void poolsWithoutAFragmentationFigureAreReadToo() {
        assertThat(PoolLines.parse(List.of("tank\t99\tDEGRADED\t100\t40\t60\t-", "odd"))
                        .pools())
                .containsExactly(new Pool("tank", "99", "DEGRADED", 100, 40, 60, 0));
    }

    @Test
    void anEndThatIsNoTimeIsNoEnd() {
        Map<String, Expiry> expiries = ExpiryLines.parse(List.of(
                "tank@a\torg.openfoodfacts.brigade:reason\tbefore\tthe move",
                "tank@a\torg.openfoodfacts.brigade:expires\t2026-12-01T00:00:00Z",
                "tank@b\torg.openfoodfacts.brigade:expires\tsoon",
                "tank\torg.openfoodfacts.brigade:expires\t2026-12-01T00:00:00Z"));

        assertThat(expiries)
                .isEqualTo(Map.of(
                        "tank@a", new Expiry("before\tthe move", Instant.parse("2026-12-01T00:00:00Z")),
                        "tank@b", new Expiry(null, null)));
    }

    @Property
    void noLineMakesItFail(@ForAll List<String> lines) {
        assertThatCode(() -> ZfsLines.parse(lines, PLAIN).facts(List.of(), Map.of(), ExpiryLines.parse(lines)))
                .doesNotThrowAnyException();
        assertThatCode(() -> PoolLines.parse(lines)).doesNotThrowAnyException();
    }

    private static Instant at(long seconds) {
        return Instant.ofEpochSecond(1_700_000_000L + seconds);
    }
}
