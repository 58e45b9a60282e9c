package org.openfoodfacts.brigade.suite.zfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.facts.PoolStatusProbe;
import org.openfoodfacts.brigade.agent.facts.Watch;
import org.openfoodfacts.brigade.agent.facts.ZfsProbe;
import org.openfoodfacts.brigade.contracts.facts.Fact;
import org.openfoodfacts.brigade.contracts.facts.PoolStatusFact;
import org.openfoodfacts.brigade.contracts.facts.PoolStatusFact.Device;
import org.openfoodfacts.brigade.contracts.facts.PoolStatusFact.PoolStatus;
import org.openfoodfacts.brigade.contracts.facts.PoolsFact;

/** What the agent's probes say of a mirror whose one side goes bad, on real ZFS in a time zone that is not ours. */
@OnZfsGuests
class PoolStatusST {
    private final ZfsGuest guest;

    @TempDir
    Path root;

    PoolStatusST(ZfsGuests guests) {
        guest = guests.source();
    }

    @BeforeEach
    void aMirrorOfTwoFiles() {
        shell("truncate -s 128M /var/tmp/worn-a /var/tmp/worn-b");
        shell("zpool create worn mirror /var/tmp/worn-a /var/tmp/worn-b");
        shell("dd if=/dev/urandom of=/worn/file bs=1M count=30 && sync");
        shell("ln -sfn /usr/share/zoneinfo/Pacific/Auckland /etc/localtime && test $(date +%z) != +0000");
    }

    @AfterEach
    void nothingIsLeftOfIt() {
        shell(
                "zpool destroy -f worn; rm /var/tmp/worn-a /var/tmp/worn-b; ln -sfn /usr/share/zoneinfo/UTC /etc/localtime");
    }

    @Test
    void aSideThatReturnsWrongDataIsToldOfThoughThePoolStaysOnline() {
        assertThat(status()).isEqualTo(new PoolStatus("worn", "ONLINE", null, 0L, List.of()));
        shell("dd if=/dev/urandom of=/var/tmp/worn-b bs=1M seek=10 count=50 conv=notrunc");
        Instant before = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        shell("zpool scrub -w worn");

        PoolStatus worn = status();
        assertThat(pools().pools())
                .filteredOn(pool -> pool.name().equals("worn"))
                .singleElement()
                .returns("ONLINE", PoolsFact.Pool::health);
        assertThat(worn.devices()).singleElement().satisfies(device -> {
            assertThat(device.name()).isEqualTo("/var/tmp/worn-b");
            assertThat(device.state()).isEqualTo("ONLINE");
            assertThat(device.checksumErrors()).isPositive();
        });
        assertThat(worn.dataErrors()).isZero();
        assertThat(Duration.between(before, worn.scrubbedAt()).abs()).isLessThan(Duration.ofMinutes(2));

        shell("zpool clear worn && zpool offline worn /var/tmp/worn-a");
        assertThat(status().devices()).containsExactly(new Device("/var/tmp/worn-a", "OFFLINE", 0, 0, 0));
        assertThat(status().state()).isEqualTo("DEGRADED");
    }

    private PoolStatus status() {
        PoolStatusFact fact = observed(new PoolStatusProbe().observe(machine(), Watch.NOTHING), PoolStatusFact.class);
        return fact.pools().stream()
                .filter(pool -> pool.name().equals("worn"))
                .findFirst()
                .orElseThrow();
    }

    private PoolsFact pools() {
        return observed(new ZfsProbe().observe(machine(), Watch.NOTHING), PoolsFact.class);
    }

    private static <F extends Fact> F observed(List<Fact> facts, Class<F> type) {
        return facts.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow();
    }

    private Machine machine() {
        return new Machine(guest, root);
    }

    private void shell(String line) {
        guest.output("sh", "-c", line);
    }
}
