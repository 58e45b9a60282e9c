package org.openfoodfacts.brigade.suite.simulation.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets.Expected;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets.Pull;
import org.openfoodfacts.brigade.contracts.replication.SshRoute;
import org.openfoodfacts.brigade.contracts.reports.CommandRefused;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.DatasetsPulled;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.PulledDataset;
import org.openfoodfacts.brigade.suite.simulation.Description;
import org.openfoodfacts.brigade.suite.simulation.SimulatedMachine;

class SimulatedPullTest implements PullHoldsContract {
    @TempDir
    Path folder;

    private SimulatedMachine source;
    private SimulatedMachine target;

    @BeforeEach
    void twoMachines() {
        source = machine("off2");
        target = machine("ovh3");
        target.exec().connect("off2", source.exec());
        source.exec().allow(withoutRelease().user(), "hold");
        source.exec().allow(sendingOnly().user());
    }

    private SimulatedMachine machine(String node) {
        return SimulatedMachine.create(
                folder.resolve(node),
                Description.of(node, "host", "10.0.0.2")
                        .withPools(new Description.SimulatedPool("tank", 1L << 40, List.of("tank/pulled"))));
    }

    @Override
    public ToolMachine source() {
        return new SimulatedToolMachine(source);
    }

    @Override
    public ToolMachine target() {
        return new SimulatedToolMachine(target);
    }

    @Override
    public Machine machine() {
        return target.machine();
    }

    @Override
    public SshRoute route() {
        return new SshRoute("ovh3operator", "off2", 22, null);
    }

    @Override
    public SshRoute withoutRelease() {
        return new SshRoute("ovh3holder", "off2", 22, null);
    }

    @Override
    public SshRoute sendingOnly() {
        return new SshRoute("ovh3sender", "off2", 22, null);
    }

    @Override
    public String parent() {
        return "tank/pulled";
    }

    @Override
    public Outcome cutAfter(long bytes, PullDatasets command) {
        target.exec().cutNextTransferAfter(bytes);
        return handle(command);
    }

    @Test
    void whatCouldBeReadAsSomethingElseIsMalformed() {
        Expected expected = new Expected(null, "1", null);
        SshRoute option = new SshRoute(null, "-oProxyCommand=id", 0, null);
        Expected both = new Expected("1", "2", "1-a-b-c");

        assertMalformed(
                "pulls[0].source:",
                PullDatasets.of(route(), new Pull("tank/x;id", "tank/y", expected, false, 0, null)));
        assertMalformed(
                "pulls[0].source:", PullDatasets.of(route(), new Pull("-R", "tank/y", expected, false, 0, null)));
        assertMalformed(
                "pulls[0].target:", PullDatasets.of(route(), new Pull("tank/x", "tank/y@z", expected, false, 0, null)));
        assertMalformed(
                "pulls[0].target:", PullDatasets.of(null, new Pull("tank/x", "tank/x", expected, false, 0, null)));
        assertMalformed("pulls:", PullDatasets.of(route()));
        Pull twice = new Pull("tank/x", "tank/y", expected, false, 0, null);
        assertMalformed("pulls[1].target:", PullDatasets.of(route(), twice, twice));
        assertMalformed("route.host:", PullDatasets.of(option, new Pull("tank/x", "tank/y", expected, false, 0, null)));
        assertMalformed(
                "pulls[0].expected:", PullDatasets.of(route(), new Pull("tank/x", "tank/y", both, false, 0, null)));
        assertMalformed(
                "pulls[0].expected:",
                PullDatasets.of(route(), new Pull("tank/x", "tank/y", new Expected("-i", "1", null), false, 0, null)));
        assertMalformed(
                "pulls[0].bytesPerSecond:",
                PullDatasets.of(route(), new Pull("tank/x", "tank/y", expected, false, -1, null)));
        assertMalformed(
                "pulls[0].holdTag:",
                PullDatasets.of(
                        route(), new Pull("tank/x", "tank/y", expected, false, 0, "brigade:" + "x".repeat(250))));
        assertThat(target.exec().asked()).noneMatch(argv -> argv.contains("ssh") || argv.contains("receive"));
    }

    private void assertMalformed(String where, PullDatasets command) {
        assertThat(handle(command)).isInstanceOfSatisfying(Outcome.Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(CommandRefused.Reason.MALFORMED);
            assertThat(refused.detail()).startsWith(where);
        });
    }

    @Test
    void aSourceOnTheSameMachineNeedsNoSsh() {
        target().output("zfs", "create", "tank/pulled/local");
        target().output("zfs", "snapshot", "tank/pulled/local@1");
        String guid = PullContract.get(target(), "guid", "tank/pulled/local@1").strip();

        Pull local = new Pull("tank/pulled/local", "tank/pulled/copy", new Expected(null, guid, null), false, 0, null);
        assertThat(PullContract.done(handle(PullDatasets.of(null, local))).guid())
                .isEqualTo(guid);
        assertThat(target.exec().asked()).noneMatch(argv -> argv.getFirst().equals("ssh"));
    }

    /** Where looking costs more than moving, it is what decides how long a round takes. */
    @Test
    void howOftenAMachineIsAskedDoesNotDependOnHowManyDatasetsThereAre() {
        List<Pull> pulls = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            String dataset = source("d" + i);
            pulls.add(new Pull(dataset, dataset, new Expected(null, snapshot(dataset, "1"), null), false, 0, TAG));
        }
        int before = target.exec().asked().size();

        assertThat(handle(new PullDatasets(route(), pulls))).isInstanceOf(Outcome.Done.class);

        List<List<String>> asked = target.exec().asked();
        assertThat(asked.subList(before, asked.size()).stream()
                        .filter(argv ->
                                argv.stream().noneMatch(word -> word.matches("(.*\\W)?(send|receive)(\\W.*)?"))))
                .as("both lists, the pool's features, the holds, the list after")
                .hasSize(5);
        assertThat(asked.subList(before, asked.size()).stream()
                        .filter(argv ->
                                argv.getFirst().equals("ssh") && argv.getLast().contains("send")))
                .as("connections over which all of them come")
                .hasSize(4);
    }

    @Test
    void aCutConnectionCutsTheStreamThatWasOnItAndNoneBehindIt() {
        List<Pull> pulls = pulls("cut1", "cut2", "cut3");
        target.exec().cutNextTransferAfter(6 * MIB);

        List<PulledDataset> each = ((DatasetsPulled) PullContract.failed(handle(new PullDatasets(route(), pulls)))
                        .result())
                .datasets();

        assertThat(each)
                .extracting(one -> one.problem() == null, one -> one.resumeToken() != null)
                .containsExactly(tuple(true, false), tuple(false, true), tuple(true, false));
        assertThat(each.get(1).bytes()).isBetween(MIB, 2 * MIB);
    }

    /** Each of them would only wait for the same machine once more. */
    @Test
    void whereNothingComesAtAllTheOthersAreNotTriedOneByOne() {
        List<Pull> pulls = pulls("none1", "none2", "none3");
        int before = target.exec().asked().size();
        target.exec().cutNextTransferAfter(0);

        Outcome.Failed none = PullContract.failed(handle(new PullDatasets(route(), pulls)));

        assertThat(none.detail()).startsWith("3 of 3 datasets did not come");
        assertThat(target.exec().asked().stream()
                        .skip(before)
                        .filter(argv -> argv.getLast().contains("send")))
                .hasSize(1);
    }

    private List<Pull> pulls(String... names) {
        return Stream.of(names)
                .map(name -> {
                    String dataset = source(name);
                    return new Pull(dataset, dataset, new Expected(null, snapshot(dataset, "1"), null), false, 0, null);
                })
                .toList();
    }

    /** A policy may hold many at the source; what is released is what this copy held. */
    @Test
    void whatOthersHoldAtTheSourceIsAskedForOnceAndNotReleased() {
        String dataset = source("much-held");
        String one = snapshot(dataset, "1");
        assertThat(handle(holding(dataset, null, one))).isInstanceOf(Outcome.Done.class);
        for (int i = 0; i < 10; i++) {
            source().output("zfs", "snapshot", dataset + "@kept" + i);
            source().output("zfs", "hold", "brigade:keep", dataset + "@kept" + i);
        }
        source().output("zfs", "hold", TAG, dataset + "@kept3");
        String two = snapshot(dataset, "2");
        int before = source.exec().asked().size();

        assertThat(handle(holding(dataset, one, two))).isInstanceOf(Outcome.Done.class);

        List<List<String>> asked = source.exec().asked();
        assertThat(asked.subList(before, asked.size()).stream().filter(argv -> argv.contains("holds")))
                .hasSize(1);
        assertThat(asked.subList(before, asked.size()).stream().filter(argv -> argv.contains("release")))
                .as("what an earlier release had left, and what the step began with")
                .containsExactly(
                        List.of("zfs", "release", TAG, dataset + "@kept3"),
                        List.of("zfs", "release", TAG, dataset + "@1"));
    }

    /** As agents did that did not listen to what zfs said of release. */
    @Test
    void ofManyThatWereLeftOneIsTriedAndAllGoOnceTheyCan() {
        String dataset = source("left-behind");
        String first = snapshot(dataset, "left0");
        assertThat(handle(holding(dataset, null, first))).isInstanceOf(Outcome.Done.class);
        for (int i = 1; i < 4; i++) {
            snapshot(dataset, "left" + i);
        }
        String last = snapshot(dataset, "left4");
        assertThat(handle(holding(dataset, first, last))).isInstanceOf(Outcome.Done.class);
        for (int i = 0; i < 4; i++) {
            source().output("zfs", "hold", TAG, dataset + "@left" + i);
        }
        String next = snapshot(dataset, "next");
        int before = source.exec().asked().size();

        PullDatasets pull = holding(withoutRelease(), dataset, last, next);
        assertThat(PullContract.done(handle(pull)).holdProblem()).contains("permission denied");

        assertThat(source.exec().asked().stream().skip(before).filter(argv -> argv.contains("release")))
                .containsExactly(List.of("zfs", "release", TAG, dataset + "@left0"));
        assertThat(source.exec().asked().stream().skip(before).filter(argv -> argv.contains("hold")))
                .isEmpty();
        assertThat(handle(holding(dataset, next, next))).isInstanceOf(Outcome.Done.class);
        assertThat(source().output("zfs", "list", "-H", "-o", "userrefs", "-t", "snapshot", "-d", "1", dataset))
                .isEqualTo("0\n".repeat(5) + "1\n");
    }

    @Test
    void toSeeThatNothingIsToBeDoneTakesTwoCallsToTheSource() {
        String dataset = source("resting");
        String one = snapshot(dataset, "1");
        assertThat(handle(holding(dataset, null, one))).isInstanceOf(Outcome.Done.class);
        int before = source.exec().asked().size();

        assertThat(handle(holding(dataset, one, one))).isInstanceOf(Outcome.Done.class);

        assertThat(source.exec().asked().stream().skip(before).map(argv -> argv.subList(0, 2)))
                .containsExactly(List.of("zfs", "list"), List.of("zfs", "holds"));
    }
}
