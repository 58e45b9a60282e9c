package org.openfoodfacts.brigade.zfssync.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.DiskChanged;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.DiskStanding;
import org.openfoodfacts.brigade.contracts.facts.DisksFact.Disk;
import org.openfoodfacts.brigade.contracts.facts.DisksFact.Wear;
import org.openfoodfacts.brigade.zfssync.domain.DiskHealth.Health;
import org.openfoodfacts.brigade.zfssync.domain.DiskHealth.Sign;

class DiskChangesTest {
    private static final Instant MONDAY = Instant.parse("2026-11-23T10:00:00Z");
    private static final Instant TUESDAY = Instant.parse("2026-11-24T10:00:00Z");
    private static final Wear WELL = new Wear(34, 30_000L, 0L, 0L, 0L, null, null);

    @Test
    void whatADiskSaysIsOneOfFour() {
        assertThat(DiskHealth.of(disk("a", true, WELL))).isEqualTo(new DiskHealth(Health.OK, List.of()));
        assertThat(DiskHealth.of(disk("a", true, null)).health()).isEqualTo(Health.OK);
        assertThat(DiskHealth.of(disk("a", null, null)).health()).isEqualTo(Health.UNKNOWN);
        assertThat(DiskHealth.of(disk("a", false, null)))
                .isEqualTo(new DiskHealth(Health.FAILING, List.of(Sign.FAILS_ITS_OWN_CHECK)));
        assertThat(DiskHealth.of(disk("a", true, new Wear(34, 1L, 16L, 8L, 0L, null, null))))
                .isEqualTo(new DiskHealth(Health.FAILING, List.of(Sign.PENDING_SECTORS, Sign.REALLOCATED_SECTORS)));
        assertThat(DiskHealth.of(disk("a", null, new Wear(null, null, null, null, 1L, null, null))))
                .as("also of one that gives no verdict")
                .isEqualTo(new DiskHealth(Health.FAILING, List.of(Sign.UNCORRECTABLE_SECTORS)));
        assertThat(DiskHealth.of(disk("a", true, new Wear(40, 1L, null, null, null, 2L, 90))))
                .isEqualTo(new DiskHealth(Health.WORN, List.of(Sign.MEDIA_ERRORS, Sign.WORN_OUT)));
        assertThat(DiskHealth.of(disk("a", true, new Wear(40, 1L, null, null, null, 0L, 89)))
                        .health())
                .isEqualTo(Health.OK);
    }

    @Test
    void eachSignHasItsWordsAndWithoutAnyTheProblemHas() {
        Disk all = new Disk("/dev/sda", "m", "s", false, new Wear(34, 1L, 16L, 8L, 3L, 2L, 104), "p", null);

        assertThat(DiskHealth.of(all).because(all))
                .containsExactly(
                        "it says itself that it fails",
                        "8 sectors cannot be read",
                        "3 sectors could not be read",
                        "16 sectors replaced",
                        "2 media errors",
                        "104 % of its life used");
        Disk silent = unread("/dev/sda");
        assertThat(DiskHealth.of(silent).because(silent)).containsExactly("smartctl: timed out");
        Disk well = disk("a", true, WELL);
        assertThat(DiskHealth.of(well).because(well)).isEmpty();
    }

    @Test
    void moreOfTheSameIsNoChangeAndAnotherNameOfTheKernelIsNone() {
        List<DiskRecord> before = DiskChanges.of("n", List.of(), List.of(pending("/dev/sda", "S1", 8)), MONDAY)
                .present();

        DiskChanges changes = DiskChanges.of("n", before, List.of(pending("/dev/sdb", "S1", 24)), TUESDAY);

        assertThat(changes.events()).isEmpty();
        assertThat(changes.present()).singleElement().satisfies(disk -> {
            assertThat(disk.since()).isEqualTo(MONDAY);
            assertThat(disk.disk().device()).isEqualTo("/dev/sdb");
            assertThat(disk.disk().wear().pending()).isEqualTo(24);
        });
    }

    @Test
    void newOnesChangedOnesAndThoseThatAreGoneAreEachToldOnce() {
        List<DiskRecord> before = DiskChanges.of(
                        "n",
                        List.of(),
                        List.of(disk("/dev/sda", "S1", true, WELL), disk("/dev/sdb", "S2", true, WELL)),
                        MONDAY)
                .present();

        List<DiskChanged> events = DiskChanges.of(
                        "n",
                        before,
                        List.of(
                                pending("/dev/sda", "S1", 8),
                                disk("/dev/sdc", null, null, null),
                                disk("/dev/sdz", "S1", true, WELL)),
                        TUESDAY)
                .events();

        assertThat(events)
                .extracting(e -> e.disk().device(), DiskChanged::before, DiskChanged::after, DiskChanged::since)
                .containsExactly(
                        tuple("/dev/sda", standing("OK"), standing("FAILING", "PENDING_SECTORS"), TUESDAY),
                        tuple("/dev/sdc", null, standing("UNKNOWN"), TUESDAY),
                        tuple("/dev/sdb", standing("OK"), null, TUESDAY));
    }

    @Test
    void aDiskThatSleepsOrDoesNotAnswerIsTheOneThatHadItsNameAndNoHealthier() {
        List<DiskRecord> before = DiskChanges.of(
                        "n",
                        List.of(),
                        List.of(disk("/dev/sda", "S1", true, WELL), pending("/dev/sdb", "S2", 8)),
                        MONDAY)
                .present();
        Disk asleep = new Disk("/dev/sda", null, null, null, null, "Device is in STANDBY mode", true);

        DiskChanges changes = DiskChanges.of("n", before, List.of(asleep, unread("/dev/sdb")), TUESDAY);

        assertThat(changes.events()).isEmpty();
        assertThat(changes.present())
                .extracting(DiskRecord::id, disk -> disk.health().health(), DiskRecord::since)
                .containsExactly(tuple("S1", Health.OK, MONDAY), tuple("S2", Health.FAILING, MONDAY));

        assertThat(DiskChanges.of("n", before, List.of(unread("/dev/sda"), pending("/dev/sdb", "S2", 8)), TUESDAY)
                        .events())
                .as("a healthy one that falls silent is told")
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.disk().serial()).isEqualTo("S1");
                    assertThat(event.after()).isEqualTo(standing("UNKNOWN"));
                });
        assertThat(DiskChanges.of("n", before, List.of(unread("/dev/sda"), disk("/dev/sdc", "S1", true, WELL)), TUESDAY)
                        .present())
                .as("its name is another's now")
                .extracting(DiskRecord::id)
                .containsExactly("/dev/sda", "S1");
    }

    private static Disk unread(String device) {
        return new Disk(device, null, null, null, null, "smartctl: timed out", null);
    }

    private static DiskStanding standing(String health, String... signs) {
        return new DiskStanding(health, List.of(signs));
    }

    private static Disk pending(String device, String serial, long sectors) {
        return disk(device, serial, true, new Wear(34, 30_000L, 0L, sectors, 0L, null, null));
    }

    private static Disk disk(String serial, Boolean passed, Wear wear) {
        return disk("/dev/sda", serial, passed, wear);
    }

    private static Disk disk(String device, String serial, Boolean passed, Wear wear) {
        return new Disk(device, "ST16000NM001G", serial, passed, wear, passed == null ? "no SMART" : null, null);
    }
}
