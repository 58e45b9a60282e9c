package org.openfoodfacts.brigade.agent.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.contracts.commands.CancelCommand;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots.SnapshotRef;
import org.openfoodfacts.brigade.contracts.commands.MeasureSnapshots;
import org.openfoodfacts.brigade.contracts.commands.TakeSnapshot;
import org.openfoodfacts.brigade.contracts.orders.EnforceBans;
import org.openfoodfacts.brigade.contracts.orders.ObserveNode;

/** A machine on which nothing may be changed, because its owner says so or says nothing. */
class ObserveOnlyTest {
    private static final String ALL_THAT_IS_TRIED = "allow = take-snapshot, enforce-bans\ndataset = tank/data\n";
    private static final TakeSnapshot TAKE = new TakeSnapshot("tank/data", "n", false, "r", null);

    @TempDir
    Path folder;

    @Test
    void lookingNeedsNoLeaveNotEvenOnAMachineThatIsObservedOnly() throws IOException {
        var measure = new MeasureSnapshots("elsewhere", List.of(new SnapshotRef("a", "1")));

        assertThat(policy("").objection(measure)).isEmpty();
        assertThat(LocalPolicy.observeOnly("no file").objection(measure)).isEmpty();
    }

    @Test
    void whatRunsMayBeEndedThoughTheMachineIsObservedOnlyNow() throws IOException {
        var cancel = new CancelCommand(UUID.randomUUID());
        Path mistyped = Files.writeString(folder.resolve("mistyped"), "alow = take-snapshot\n");

        assertThat(policy("").objection(cancel)).isEmpty();
        assertThat(policy(ALL_THAT_IS_TRIED + "observe-only = true\n").objection(cancel))
                .isEmpty();
        assertThat(new PolicyFile(mistyped, false).current().objection(cancel)).isEmpty();
        assertThat(new PolicyFile(null, true).current().objection(cancel)).isEmpty();
    }

    @Test
    void observeOnlyRefusesEveryChangeButNotToWatch() throws IOException {
        LocalPolicy policy = policy(ALL_THAT_IS_TRIED + "observe-only = true\n");

        assertThat(policy.objection(TAKE)).isPresent();
        assertThat(policy.objection(new EnforceBans(1, List.of()))).isPresent();
        assertThat(policy.objection(new ObserveNode(1, List.of(), List.of(), List.of())))
                .isEmpty();
    }

    @Test
    void withoutAFileTheMachineIsObservedOnly() {
        assertThat(new PolicyFile(null, false).current().observeOnly()).isTrue();
        assertThat(new PolicyFile(folder.resolve("none"), false).current().observeOnly())
                .isTrue();
    }

    @Test
    void theExampleThatIsShippedCanBeReadAndOnlyObserves() {
        Path example = Path.of("../deploy/systemd/policy");

        assertThat(new PolicyFile(example, false).read().observeOnly()).isTrue();
    }

    private LocalPolicy policy(String text) throws IOException {
        return new PolicyFile(Files.writeString(folder.resolve("policy"), text), false).read();
    }
}
