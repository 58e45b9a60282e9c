package org.openfoodfacts.brigade.agent.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.agent.testing.FleetKeys;
import org.openfoodfacts.brigade.contracts.Service;
import org.openfoodfacts.brigade.contracts.reports.CommandRefused.Reason;
import org.openfoodfacts.brigade.contracts.wire.WireRecord;

/** What the gate says by which clock. */
class CommandGateTest {
    private final FleetKeys fleet = new FleetKeys();
    private final CommandGate gate =
            new CommandGate("south", fleet.publicKeys(), _ -> false, _ -> true, _ -> Optional.empty());
    private final WireRecord record = fleet.command(
            Service.ZFS_SYNC,
            "south",
            UUID.randomUUID(),
            RunnerUnderTest.take("tank/a"),
            Instant.now().plusSeconds(60));
    private final Instant sent = Instant.parse(record.headers().get("ce_time"));

    /** By that clock the deadline is far ahead, however long ago it was. */
    @Test
    void aClockThatIsADayBehindCannotTellWhetherACommandIsLate() {
        assertThat(gate.judge(record, sent.minus(Duration.ofDays(1))))
                .isInstanceOfSatisfying(Verdict.Refuse.class, refuse -> {
                    assertThat(refuse.reason()).isEqualTo(Reason.LATE);
                    assertThat(refuse.detail())
                            .startsWith("this machine's clock is behind that of /services/zfs-sync by PT24H");
                    assertThat(refuse.verified()).as("it stays refused").isNotNull();
                });
    }

    @Test
    void clocksMayDifferALittle() {
        assertThat(gate.judge(record, sent.minus(Duration.ofMinutes(1)))).isInstanceOf(Verdict.Accept.class);
        assertThat(gate.judge(record, sent.plus(Duration.ofSeconds(59)))).isInstanceOf(Verdict.Accept.class);
    }

    @Test
    void whatIsPastItsDeadlineIsLate() {
        assertThat(gate.judge(record, sent.plus(Duration.ofMinutes(2))))
                .isInstanceOfSatisfying(
                        Verdict.Refuse.class,
                        refuse -> assertThat(refuse.detail()).startsWith("its deadline was"));
    }
}
