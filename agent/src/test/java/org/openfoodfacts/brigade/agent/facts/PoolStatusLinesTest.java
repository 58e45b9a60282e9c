package org.openfoodfacts.brigade.agent.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.contracts.facts.PoolStatusFact.Device;
import org.openfoodfacts.brigade.contracts.facts.PoolStatusFact.PoolStatus;

class PoolStatusLinesTest {
    private static final String CONFIG = "config:\n\n\tNAME  STATE  READ WRITE CKSUM\n";
    private static final String NO_ERRORS = "\nerrors: No known data errors\n";

    @Test
    void aDeviceWithErrorsIsToldOfThoughThePoolIsOnline() {
        assertThat(parse("""
                  pool: fast
                 state: ONLINE
                config:

                \tNAME        STATE     READ WRITE CKSUM
                \tfast        ONLINE       0     0     0
                \t  nvme0n1   ONLINE       0     0     0

                errors: No known data errors

                  pool: tank
                 state: ONLINE
                status: One or more devices has experienced an unrecoverable error.  An
                \tattempt was made to correct the error.  Applications are unaffected.
                action: Determine if the device needs to be replaced.
                   see: a page about ZFS-8000-9P
                  scan: scrub repaired 15.1M in 01:02:03 with 0 errors on Sun Nov  8 04:55:32 2026
                config:

                \tNAME        STATE     READ WRITE CKSUM
                \ttank        ONLINE       0     0     0
                \t  mirror-0  ONLINE       0     0     0
                \t    sda     ONLINE       0     2   161
                \t    sdb     ONLINE       0     0     0
                \tcache
                \t  sdc       ONLINE       0     0     0
                \tspares
                \t  sdd       AVAIL

                errors: No known data errors
                """))
                .containsExactly(
                        new PoolStatus("fast", "ONLINE", null, 0L, List.of()),
                        new PoolStatus(
                                "tank",
                                "ONLINE",
                                Instant.parse("2026-11-08T04:55:32Z"),
                                0L,
                                List.of(new Device("sda", "ONLINE", 0, 2, 161))));
    }

    @Test
    void ofADegradedPoolTheDeviceIsNamedAndNotWhatItIsPartOf() {
        PoolStatus pool =
                parse(" pool: my tank\n state: DEGRADED\n" + CONFIG + """
                \tmy tank       DEGRADED     0     0     0
                \t  raidz1-0    DEGRADED     0     0     3
                \t    sda       ONLINE       0     0     0
                \t    82348234  UNAVAIL      0     0     0  was /dev/sdb1
                \t    sdc       FAULTED     12     0     0  too many errors
                \tspares
                \t  sdd         UNAVAIL   cannot open

                errors: 7 data errors, use '-v' for a list
                """).getFirst();

        assertThat(pool.dataErrors()).isEqualTo(7);
        assertThat(pool.devices())
                .containsExactly(
                        new Device("raidz1-0", "DEGRADED", 0, 0, 3),
                        new Device("82348234", "UNAVAIL", 0, 0, 0),
                        new Device("sdc", "FAULTED", 12, 0, 0),
                        new Device("sdd", "UNAVAIL", 0, 0, 0));
    }

    @Test
    void onlyAScrubThatEndedHasATime() {
        assertThat(scrubbed("scrub repaired 0B in 0 days 03:04:05 with 2 errors on Sun Nov 29 00:55:29 2026"))
                .isEqualTo("2026-11-29T00:55:29Z");
        assertThat(scrubbed("scrub in progress since Sun Nov 29 00:55:36 2026")).isNull();
        assertThat(scrubbed("scrub paused since Sun Nov 29 00:55:37 2026")).isNull();
        assertThat(scrubbed("scrub canceled on Sun Nov 29 00:55:37 2026")).isNull();
        assertThat(scrubbed("resilvered 1.2G in 00:01:00 with 0 errors on Sun Nov 29 00:55:37 2026"))
                .isNull();
        assertThat(scrubbed("scrub repaired 0B in 00:00:01 with 0 errors on some day"))
                .isNull();
    }

    @Test
    void whatZpoolDoesNotSayOfDataErrorsIsNotNone() {
        assertThat(parse(" pool: t\n state: ONLINE\n" + CONFIG
                        + "\nerrors: List of errors unavailable: permission denied\n"))
                .extracting(PoolStatus::dataErrors)
                .containsExactly((Long) null);
    }

    /** Whose disks are missing since the start: zpool has no line about errors of data then. */
    @Test
    void ofAPoolThatCouldNotBeOpenedTheMissingDisksAreTold() {
        String gone = """
                  pool: gone
                 state: UNAVAIL
                status: One or more devices could not be opened.
                config:

                \tNAME        STATE     READ WRITE CKSUM
                \tgone        UNAVAIL      0     0     0
                \t  sda       UNAVAIL      0     0     0

                """;
        PoolStatus missing =
                new PoolStatus("gone", "UNAVAIL", null, null, List.of(new Device("sda", "UNAVAIL", 0, 0, 0)));

        assertThat(parse(gone)).containsExactly(missing);
        assertThat(parse(gone + "  pool: rpool\n state: ONLINE\n" + CONFIG + NO_ERRORS))
                .startsWith(missing)
                .extracting(PoolStatus::name)
                .containsExactly("gone", "rpool");
        assertThat(parse("no pools available\n")).isEmpty();
    }

    @Property
    void noTextIsTooOdd(@ForAll List<String> lines) {
        assertThatCode(() -> PoolStatusLines.parse(lines)).doesNotThrowAnyException();
    }

    private static Instant scrubbed(String scan) {
        return parse("  pool: t\n state: ONLINE\n  scan: " + scan + "\n" + CONFIG + NO_ERRORS)
                .getFirst()
                .scrubbedAt();
    }

    private static List<PoolStatus> parse(String text) {
        return PoolStatusLines.parse(text.lines().toList());
    }
}
