package org.openfoodfacts.brigade.agent.tools.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.commands.Execution;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.exec.Cancellation;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.contracts.BuildSample;
import org.openfoodfacts.brigade.contracts.commands.CheckoutRef;
import org.openfoodfacts.brigade.contracts.commands.RunBuild;
import org.openfoodfacts.brigade.contracts.reports.CommandRefused.Reason;

/** The agent takes exactly the builds that may be declared; here there is no checkout to run one in. */
class BuildLimitsTest {
    private static final CheckoutRef CHECKOUT = new CheckoutRef("/srv/a", "off", "https://git.example.org/a.git");

    @TempDir
    private Path root;

    @ParameterizedTest
    @EnumSource
    void whatMayBeDeclaredIsNotMalformed(BuildSample.Of of) {
        for (BuildSample sample : BuildSample.all(of)) {
            Outcome outcome = new RunBuildHandler().handle(build(sample), execution());

            assertThat(outcome)
                    .as(sample.toString())
                    .isInstanceOfSatisfying(
                            Outcome.Refused.class,
                            refused -> assertThat(refused.reason())
                                    .isEqualTo(sample.fits() ? Reason.PRECONDITION : Reason.MALFORMED));
        }
    }

    private static RunBuild build(BuildSample sample) {
        return switch (sample.of()) {
            case SCRIPT -> new RunBuild(CHECKOUT, sample.text(), List.of(), Map.of(), Duration.ofHours(1));
            case VARIABLE ->
                new RunBuild(CHECKOUT, "build", List.of(), Map.of(sample.text(), "x"), Duration.ofHours(1));
            case TIMEOUT -> new RunBuild(CHECKOUT, "build", List.of(), Map.of(), Duration.parse(sample.text()));
        };
    }

    private Execution execution() {
        Machine machine = new Machine((invocation, _, _) -> new ExecResult.Missing(invocation.tool()), root);
        return new Execution(UUID.randomUUID(), machine, (_, _) -> {}, Cancellation.never(), null);
    }
}
