package org.openfoodfacts.brigade.suite.simulation.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.commands.Execution;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.exec.Cancellation;
import org.openfoodfacts.brigade.agent.exec.LineSink;
import org.openfoodfacts.brigade.agent.tools.zfs.pull.PullDatasetsHandler;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets.Expected;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets.Pull;
import org.openfoodfacts.brigade.contracts.replication.SshRoute;
import org.openfoodfacts.brigade.contracts.reports.CommandFailed;
import org.openfoodfacts.brigade.contracts.reports.CommandRefused;
import org.openfoodfacts.brigade.contracts.reports.CommandResult;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.DatasetsPulled;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.PulledDataset;
import org.openfoodfacts.brigade.contracts.sealing.SealingKey;

/** The life of a pair: what the target's agent does with its steps, on simulated machines and on real ones with ssh between them. */
interface PullContract {
    long MIB = 1 << 20;
    String TAG = "brigade:3f9c21ab";
    SealingKey KEY = SealingKey.generate();

    ToolMachine source();

    ToolMachine target();

    /** The target's machine as its agent has it. */
    Machine machine();

    /** How the target reaches the source. */
    SshRoute route();

    /** A dataset of both machines that this contract may make children of. */
    String parent();

    /** Carries the command out, with the connection broken after about so many bytes. */
    Outcome cutAfter(long bytes, PullDatasets command);

    @Test
    default void aPairBeginsGoesOnWithAllStepsInBetweenAndRests() {
        String dataset = source("begins");
        String one = snapshot(dataset, "1");
        List<String> lines = new ArrayList<>();

        PulledDataset full = done(new PullDatasetsHandler()
                .handle(pull(dataset, null, one), execution((_, line) -> lines.add(line), Cancellation.never())));

        assertThat(full.guid()).isEqualTo(one);
        assertThat(full.bytes()).isGreaterThan(4 * MIB);
        assertThat(full.resumeToken()).isNull();
        assertThat(lines.getLast()).matches(full.bytes() + " of \\d+ bytes");
        assertThat(get(target(), "readonly,mounted,written", dataset)).isEqualTo("on\nno\n0\n");

        snapshot(dataset, "2");
        source().fill(dataset, MIB);
        snapshot(dataset, "3");
        String four = snapshot(dataset, "4");
        snapshot(dataset, "taken-meanwhile");

        assertThat(done(handle(pull(dataset, one, four))).guid()).isEqualTo(four);
        assertThat(target().output("zfs", "list", "-H", "-o", "name", "-t", "snapshot", "-d", "1", dataset))
                .isEqualTo(dataset + "@1\n" + dataset + "@2\n" + dataset + "@3\n" + dataset + "@4\n");
        PulledDataset again = done(handle(pull(dataset, one, four)));
        assertThat(again.bytes())
                .as("what is there already is done, and costs nothing")
                .isZero();
    }

    @Test
    default void theLastCommonSnapshotIsHeldAtTheSourceAndTheOlderOneNoLonger() {
        String dataset = source("held");
        String one = snapshot(dataset, "1");
        assertThat(done(handle(holding(dataset, null, one))).held()).isTrue();
        String two = snapshot(dataset, "2");
        source().output("zfs", "hold", "by-hand", dataset + "@1");

        assertThat(done(handle(holding(dataset, one, two))).held()).isTrue();

        assertThat(source().output("zfs", "holds", "-H", dataset + "@1", dataset + "@2"))
                .contains(dataset + "@2\t" + TAG + "\t", dataset + "@1\tby-hand\t")
                .doesNotContain(dataset + "@1\t" + TAG);
        assertThat(done(handle(holding(dataset, one, two))).held())
                .as("held already")
                .isTrue();
        assertThat(done(handle(holding(dataset, two, two))).held())
                .as("nothing to do")
                .isTrue();
        assertThat(source().output("zfs", "holds", "-H", dataset + "@2"))
                .as("what the copy goes on from is not let go as what it came from")
                .startsWith(dataset + "@2\t" + TAG);

        source().output("zfs", "release", TAG, dataset + "@2");
        source().output("zfs", "hold", "by-hand", dataset + "@2");
        assertThat(done(handle(holding(dataset, two, two))).held())
                .as("somebody else's hold is not ours")
                .isTrue();
        assertThat(source().output("zfs", "holds", "-H", dataset + "@2")).contains("\t" + TAG + "\t", "\tby-hand\t");
    }

    @Test
    default void aCutStreamIsResumedAndOnlyResumed() {
        String dataset = source("cut");
        source().fill(dataset, 12 * MIB);
        String one = snapshot(dataset, "1");

        PulledDataset partial =
                only(failed(cutAfter(6 * MIB, pull(dataset, null, one))).result());

        assertThat(partial.resumeToken()).startsWith("1-");
        assertThat(partial.guid()).isNull();
        assertThat(refused(handle(pull(dataset, null, one)))).contains("to be resumed or discarded");
        assertThat(refused(handle(resume(dataset, "1-abc-10-1234")))).contains("to be resumed or discarded");
        PulledDataset rest = done(handle(resume(dataset, partial.resumeToken())));
        assertThat(rest.guid()).isEqualTo(one);
        assertThat(rest.bytes()).as("less than all").isLessThan(16 * MIB);
        assertThat(get(target(), "receive_resume_token,written,canmount", dataset))
                .isEqualTo("-\n0\nnoauto\n");
    }

    @Test
    default void aTokenWhoseSnapshotIsGoneIsDeadAndWhatCameIsForgottenOnlyWhenTheCommandSaysSo() {
        String dataset = source("dead");
        source().fill(dataset, 12 * MIB);
        String one = snapshot(dataset, "1");
        String token = only(failed(cutAfter(6 * MIB, pull(dataset, null, one))).result())
                .resumeToken();
        source().output("zfs", "destroy", dataset + "@1");
        String two = snapshot(dataset, "2");

        assertThat(failed(handle(resume(dataset, token))).reason()).isEqualTo(CommandFailed.Reason.RESUME_TOKEN_DEAD);
        assertThat(get(target(), "receive_resume_token", dataset).strip()).isEqualTo(token);
        PullDatasets anew =
                PullDatasets.of(route(), new Pull(dataset, dataset, new Expected(null, two, null), true, 0, null));
        assertThat(done(handle(anew)).guid()).isEqualTo(two);
    }

    @Test
    default void aTargetThatIsNotAsTheLastStepLeftItIsRefused() {
        String dataset = source("changed");
        String one = snapshot(dataset, "1");
        done(handle(pull(dataset, null, one)));
        String two = snapshot(dataset, "2");

        assertThat(refused(handle(pull(dataset, two, two)))).contains("from @1 to @2");
        assertThat(refused(handle(pull(dataset, null, two)))).contains("from @1 to @2");
        assertThat(refused(handle(pull(dataset, one, "17")))).contains("no snapshot with the guid 17");
        target().output("zfs", "snapshot", dataset + "@own");
        assertThat(refused(handle(pull(dataset, one, two))))
                .startsWith("DIVERGED")
                .contains("@own", "common snapshot @1");
        target().output("zfs", "destroy", dataset + "@own");
        target().output("zfs", "set", "readonly=off", dataset);
        if (get(target(), "mounted", dataset).equals("no\n")) {
            target().run("zfs", "mount", dataset);
        }
        target().fill(dataset, MIB);
        assertThat(refused(handle(pull(dataset, one, two)))).startsWith("TARGET_WRITTEN");
        target().output("zfs", "rollback", dataset + "@1");
        assertThat(done(handle(pull(dataset, one, two))).guid()).isEqualTo(two);
        assertThat(refused(handle(pull(dataset, null, one)))).contains("has @1 already, and newer ones");
    }

    @Test
    default void withoutACommonSnapshotNothingIsSent() {
        String dataset = source("strange");
        target().output("zfs", "create", dataset);
        String one = snapshot(dataset, "1");

        assertThat(refused(handle(pull(dataset, null, one)))).startsWith("TARGET_IN_THE_WAY");
        target().output("zfs", "snapshot", dataset + "@1");
        assertThat(refused(handle(pull(dataset, null, one)))).startsWith("NO_COMMON_SNAPSHOT");
        assertThat(refused(handle(pull(parent() + "/nowhere", null, one)))).startsWith("SOURCE_MISSING");
    }

    @Test
    default void aFullTargetIsNamedAndLeavesWhatWasThere() {
        String dataset = source("large");
        String one = snapshot(dataset, "1");
        target().output("zfs", "create", "-o", "quota=1M", parent() + "/small");
        String small = parent() + "/small/copy";

        Outcome.Failed failed = failed(handle(
                PullDatasets.of(route(), new Pull(dataset, small, new Expected(null, one, null), false, 0, null))));

        assertThat(failed.reason()).isEqualTo(CommandFailed.Reason.NO_SPACE);
        assertThat(failed.detail()).startsWith("zfs receive: cannot receive new filesystem stream");
        assertThat(target().run("zfs", "list", small + "@1").code()).isNotZero();
    }

    @Test
    default void aHostThatCannotBeReachedIsSaidToBe() {
        SshRoute nobody = new SshRoute(null, "nobody.invalid", 0, null);

        Outcome.Failed failed = failed(handle(PullDatasets.of(
                nobody, new Pull(parent(), parent() + "/x", new Expected(null, "1", null), false, 0, null))));

        assertThat(failed.reason()).isEqualTo(CommandFailed.Reason.UNREACHABLE);
        assertThat(failed.detail()).contains("nobody.invalid");
    }

    default PullDatasets pull(String dataset, String from, String to) {
        return PullDatasets.of(route(), new Pull(dataset, dataset, new Expected(from, to, null), false, 0, null));
    }

    default PullDatasets holding(String dataset, String from, String to) {
        return PullDatasets.of(route(), new Pull(dataset, dataset, new Expected(from, to, null), false, 0, TAG));
    }

    private PullDatasets resume(String dataset, String token) {
        return PullDatasets.of(route(), new Pull(dataset, dataset, new Expected(null, null, token), false, 0, null));
    }

    default Outcome handle(PullDatasets command) {
        return new PullDatasetsHandler().handle(command, execution(LineSink.NONE, Cancellation.never()));
    }

    default Execution execution(LineSink output, Cancellation cancellation) {
        return new Execution(UUID.randomUUID(), machine(), output, cancellation, KEY);
    }

    /** A dataset with four MiB. */
    default String source(String name) {
        String dataset = parent() + "/" + name;
        source().output("zfs", "create", dataset);
        source().fill(dataset, 4 * MIB);
        return dataset;
    }

    /** Its guid. */
    default String snapshot(String dataset, String name) {
        source().output("zfs", "snapshot", dataset + "@" + name);
        return get(source(), "guid", dataset + "@" + name).strip();
    }

    static String get(ToolMachine machine, String properties, String name) {
        return machine.output("zfs", "get", "-Hp", "-o", "value", properties, name);
    }

    static PulledDataset done(Outcome outcome) {
        if (outcome instanceof Outcome.Done done) {
            return only(done.result());
        }
        throw new AssertionError("not done: " + outcome);
    }

    static PulledDataset only(CommandResult result) {
        return ((DatasetsPulled) result).datasets().getFirst();
    }

    static Outcome.Failed failed(Outcome outcome) {
        if (outcome instanceof Outcome.Failed failed) {
            return failed;
        }
        throw new AssertionError("not failed: " + outcome);
    }

    static String refused(Outcome outcome) {
        if (outcome instanceof Outcome.Refused refused && refused.reason() == CommandRefused.Reason.PRECONDITION) {
            return refused.detail();
        }
        throw new AssertionError("not refused: " + outcome);
    }
}
