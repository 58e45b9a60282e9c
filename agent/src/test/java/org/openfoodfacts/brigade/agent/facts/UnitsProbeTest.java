package org.openfoodfacts.brigade.agent.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.contracts.facts.UnitsFact.UnexpectedUnit;

class UnitsProbeTest {
    private static final Instant BOOT = Instant.parse("2026-11-24T05:00:00Z");

    @Test
    void failedUnitsAndExpectedOnesThatAreNotActiveAreNamed() {
        List<String> lines = List.of(
                "Id=nginx.service",
                "LoadState=loaded",
                "ActiveState=active",
                "SubState=running",
                "StateChangeTimestampMonotonic=10000000",
                "",
                "Id=nosuch.service",
                "LoadState=not-found",
                "ActiveState=inactive",
                "SubState=dead",
                "StateChangeTimestampMonotonic=0",
                "",
                "Id=sanoid.service",
                "LoadState=loaded",
                "ActiveState=failed",
                "SubState=failed",
                "StateChangeTimestampMonotonic=60000000");

        assertThat(UnitsProbe.unexpected(
                        List.of("nginx.service", "nosuch.service", "sanoid.service"),
                        Set.of("nginx.service", "nosuch.service"),
                        lines,
                        BOOT))
                .containsExactly(
                        new UnexpectedUnit("nosuch.service", true, "inactive", "not-found", null),
                        new UnexpectedUnit("sanoid.service", false, "failed", "failed", BOOT.plusSeconds(60)));
    }

    @Property
    void noLineMakesItFail(@ForAll List<String> lines) {
        assertThatCode(() -> UnitsProbe.unexpected(List.of(), Set.of(), lines, BOOT))
                .doesNotThrowAnyException();
    }
}
