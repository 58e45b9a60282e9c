package org.openfoodfacts.brigade.suite.simulation.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openfoodfacts.brigade.suite.simulation.contract.PullContract.failed;
import static org.openfoodfacts.brigade.suite.simulation.contract.PullContract.get;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.exec.Cancellation;
import org.openfoodfacts.brigade.agent.tools.zfs.pull.PullDatasetsHandler;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets.Expected;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets.Pull;
import org.openfoodfacts.brigade.contracts.reports.CommandFailed;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.DatasetsPulled;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.PulledDataset;

/** Several datasets in one command, which share connections. */
interface PullRoundContract extends PullContract {
    @Test
    default void severalGoTogetherAndWhatBecomesOfOneDoesNotHinderTheOthers() {
        List<String> datasets = List.of(source("many"), source("many/b"), source("many/c"), source("many/d"));
        List<String> first =
                datasets.stream().map(dataset -> snapshot(dataset, "1")).toList();
        PullContract.done(handle(holding(datasets.getFirst(), null, first.getFirst())));
        List<String> lines = new ArrayList<>();
        List<Pull> pulls = new ArrayList<>();
        for (int i = 1; i < 4; i++) {
            pulls.add(
                    new Pull(datasets.get(i), datasets.get(i), new Expected(null, first.get(i), null), false, 0, TAG));
        }
        String two = snapshot(datasets.getFirst(), "2");
        pulls.add(new Pull(
                datasets.getFirst(), datasets.getFirst(), new Expected(first.getFirst(), two, null), false, 0, TAG));

        Outcome all = new PullDatasetsHandler()
                .handle(
                        new PullDatasets(route(), pulls),
                        execution((_, line) -> lines.add(line), Cancellation.never()));

        assertThat(all)
                .isInstanceOfSatisfying(
                        Outcome.Done.class,
                        done -> assertThat(((DatasetsPulled) done.result()).datasets())
                                .allSatisfy(one -> assertThat(one.problem()).isNull())
                                .allSatisfy(one -> assertThat(one.held()).isTrue())
                                .extracting(PulledDataset::guid)
                                .containsExactly(first.get(1), first.get(2), first.get(3), two));
        assertThat(lines).hasSize(4).last().asString().matches("4 of 4 datasets, \\d+ bytes");
        assertThat(source().output("zfs", "holds", "-H", datasets.getFirst() + "@1", datasets.getFirst() + "@2"))
                .startsWith(datasets.getFirst() + "@2\t" + TAG)
                .doesNotContain("@1\t");

        target().output("zfs", "snapshot", datasets.get(1) + "@own");
        List<Pull> next = new ArrayList<>();
        for (int i = 1; i < 4; i++) {
            next.add(new Pull(
                    datasets.get(i),
                    datasets.get(i),
                    new Expected(first.get(i), snapshot(datasets.get(i), "2"), null),
                    false,
                    0,
                    TAG));
        }
        next.add(new Pull(parent() + "/nowhere", parent() + "/nothing", new Expected(null, "17", null), false, 0, TAG));

        Outcome.Failed some = failed(handle(new PullDatasets(route(), next)));

        assertThat(some.reason()).isEqualTo(CommandFailed.Reason.TOOL_FAILED);
        assertThat(some.detail()).startsWith("2 of 4 datasets did not come; " + datasets.get(1) + ": DIVERGED");
        assertThat(((DatasetsPulled) some.result()).datasets())
                .extracting(
                        one -> one.problem() == null ? "came" : one.problem().reason())
                .containsExactly("PRECONDITION", "came", "came", "PRECONDITION");
        assertThat(get(target(), "written,mounted,readonly", datasets.get(2))).isEqualTo("0\nno\non\n");
        assertThat(target().output("zfs", "list", "-H", "-o", "name", "-t", "snapshot", "-d", "1", datasets.get(3)))
                .isEqualTo(datasets.get(3) + "@1\n" + datasets.get(3) + "@2\n");
    }

    @Test
    default void aCopyIsNotMountedByItselfUnlessSomebodyWantsThat() {
        String dataset = source("resting-place");
        String one = snapshot(dataset, "1");
        PullContract.done(handle(pull(dataset, null, one)));
        assertThat(get(target(), "canmount,readonly,mounted", dataset)).isEqualTo("noauto\non\nno\n");
        String two = snapshot(dataset, "2");
        PullContract.done(handle(pull(dataset, one, two)));
        assertThat(get(target(), "canmount", dataset)).isEqualTo("noauto\n");

        target().output("zfs", "set", "canmount=on", dataset);
        PullContract.done(handle(pull(dataset, two, snapshot(dataset, "3"))));

        assertThat(get(target(), "canmount", dataset)).isEqualTo("on\n");
    }

    @Test
    default void aVolumeTravelsToo() {
        String volume = parent() + "/volume";
        source().output("zfs", "create", "-V", "8M", volume);
        String one = snapshot(volume, "1");

        assertThat(PullContract.done(handle(pull(volume, null, one))).guid()).isEqualTo(one);
        String two = snapshot(volume, "2");
        assertThat(PullContract.done(handle(pull(volume, one, two))).guid()).isEqualTo(two);
        assertThat(get(target(), "type,readonly", volume)).isEqualTo("volume\non\n");
    }

    /** A connection ends with the first stream that is not taken. */
    @Test
    default void thoseBehindOneThatFailsOnItsWayComeOverAnotherConnection() {
        List<String> datasets =
                Stream.of("way1", "way2", "way3", "way4").map(this::source).toList();
        List<String> first =
                datasets.stream().map(dataset -> snapshot(dataset, "1")).toList();
        target().output("zfs", "create", "-o", "quota=1M", parent() + "/tight");
        List<String> targets = List.of(datasets.get(0), parent() + "/tight/way2", datasets.get(2), datasets.get(3));
        List<Pull> pulls = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            pulls.add(
                    new Pull(datasets.get(i), targets.get(i), new Expected(null, first.get(i), null), false, 0, null));
        }
        List<String> lines = new ArrayList<>();

        Outcome.Failed some = failed(new PullDatasetsHandler()
                .handle(
                        new PullDatasets(route(), pulls),
                        execution((_, line) -> lines.add(line), Cancellation.never())));

        List<PulledDataset> each = ((DatasetsPulled) some.result()).datasets();
        assertThat(each)
                .extracting(
                        one -> one.problem() == null ? "came" : one.problem().reason())
                .containsExactly("came", CommandFailed.Reason.NO_SPACE.name(), "came", "came");
        assertThat(each.get(1).problem().detail()).contains("zfs receive: cannot receive new filesystem stream");
        assertThat(Stream.of(0, 2, 3).map(each::get))
                .as("zfs tells three digits of each")
                .allSatisfy(one -> assertThat(one.bytes()).isBetween(4 * MIB, 5 * MIB));
        assertThat(Stream.of(0, 2, 3).map(i -> each.get(i).guid()))
                .containsExactly(first.get(0), first.get(2), first.get(3));
        assertThat(lines).hasSize(4).last().asString().startsWith("4 of 4 datasets, ");
    }
}
