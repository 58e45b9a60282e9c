package org.openfoodfacts.brigade.suite.simulation.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.agent.commands.Execution;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.exec.Cancellation;
import org.openfoodfacts.brigade.agent.exec.LineSink;
import org.openfoodfacts.brigade.agent.tools.clones.SwapClonesHandler;
import org.openfoodfacts.brigade.contracts.commands.CloneSnapshots;
import org.openfoodfacts.brigade.contracts.commands.DestroyClones;
import org.openfoodfacts.brigade.contracts.commands.DestroyClones.Doomed;
import org.openfoodfacts.brigade.contracts.commands.SwapClones;
import org.openfoodfacts.brigade.contracts.commands.SwapClones.Swap;
import org.openfoodfacts.brigade.contracts.reports.CommandResult;
import org.openfoodfacts.brigade.suite.simulation.DyingExec;

/** Beside the contract what only the handlers decide, and in which order a swap takes exports back: a call of a real machine takes its time. */
class SimulatedClonesTest extends OnSimulatedPool implements ClonesContract {
    SimulatedClonesTest() {
        super("tank/clones");
    }

    @Test
    void whatIsNoCloneIsNeitherSetAsideNorDestroyed() {
        String data = source("data");
        target().output("zfs", "create", clone("data"));
        String guid = get("guid", clone("data")).strip();
        List<CommandResult.Clone> fresh = cloned(fresh(data, "1"));

        assertThat(RepairContract.refused(swap(fresh))).contains("is no clone");
        assertThat(RepairContract.refused(handle(new DestroyClones(List.of(new Doomed(clone("data"), guid))))))
                .contains("is no clone");
        assertThat(RepairContract.refused(
                        handle(new DestroyClones(List.of(new Doomed(clone("data") + ".next", "17"))))))
                .contains("its guid is " + fresh.getFirst().guid());
        target().output("zfs", "snapshot", clone("data") + ".next@own");
        target().output("zfs", "clone", clone("data") + ".next@own", parent() + "/of-a-clone");
        assertThat(RepairContract.refused(destroy(fresh, ".next"))).contains("has clones");
        target().output("zfs", "destroy", parent() + "/of-a-clone");
        target().output("zfs", "hold", "keep", clone("data") + ".next@own");
        assertThat(RepairContract.refused(destroy(fresh, ".next"))).contains("is held");
        target().output("zfs", "release", "keep", clone("data") + ".next@own");
        assertThat(destroy(fresh, ".next")).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void cloningAgainKeepsWhatIsRightReplacesWhatIsOldAndMakesNoneWhenOneCannotBeMade() {
        String again = source("again");
        List<CommandResult.Clone> made = cloned(fresh(again, "1"));
        assertThat(cloned(fresh(again, "1"))).isEqualTo(made);
        target().output("zfs", "snapshot", again + "@2");
        assertThat(cloned(fresh(again, "2"))).isNotEqualTo(made);
        assertThat(get("origin", clone("again") + ".next")).isEqualTo(again + "@2\n");

        CloneSnapshots.Clone impossible = new CloneSnapshots.Clone(
                again, "2", guid(again + "@2"), parent() + "/not/there.next", parent() + "/not/there");
        target().output("zfs", "destroy", clone("again") + ".next");
        assertThat(handle(new CloneSnapshots(List.of(fresh(again, "2"), impossible))))
                .isInstanceOf(Outcome.Failed.class);
        assertThat(target().run("zfs", "list", clone("again") + ".next").code()).isNotZero();
        CloneSnapshots.Clone another =
                new CloneSnapshots.Clone(again, "2", "17", clone("again") + ".next", clone("again"));
        assertThat(RepairContract.refused(handle(new CloneSnapshots(List.of(another)))))
                .contains("with the guid 17");
    }

    @Test
    void anAgentThatIsKilledAfterAnyCallLeavesTheOldOnesOrTheFreshOnesMountedAndExported() {
        String one = source("one");
        String two = source("two");
        assertThat(swap(cloned(fresh(one, "1"), fresh(two, "1")))).isInstanceOf(Outcome.Done.class);
        target().write("/etc/exports", "/" + clone("one") + " 10.1.0.0/24(ro)\n");
        String exported = target().output("exportfs", "-s");
        String old = names();
        target().output("zfs", "snapshot", one + "@2");
        target().output("zfs", "snapshot", two + "@2");
        List<CommandResult.Clone> fresh = cloned(fresh(one, "2"), fresh(two, "2"));
        int deaths = 0;
        while (isKilled(fresh, DyingExec.call(deaths + 1))) {
            deaths++;
            if (target().run("zfs", "list", clone("two") + ".before").code() != 0) {
                assertThat(names()).as("after call " + deaths).isEqualTo(old);
                assertThat(get("mounted,canmount", clone("two") + ".next")).isEqualTo("no\nnoauto\n");
            }
            assertThat(get("mounted", clone("one"))).isEqualTo("yes\n");
            assertThat(target().output("exportfs", "-s")).isEqualTo(exported).isNotEmpty();
        }

        assertThat(deaths).isGreaterThan(15);
        assertThat(get("guid", clone("two")).strip()).isEqualTo(fresh.getLast().guid());
        assertThat(machine().path("/var/lib/brigade-agent/swapping")).isEmptyDirectory();
    }

    private String names() {
        return get("guid,mounted,canmount", clone("one")) + get("guid,mounted,canmount", clone("two"));
    }

    @Test
    void exportsOfWhatIsUnmountedAreTakenBackBeforeAndGivenAgainAfterwards() {
        ToolMachine machine = target();
        machine.write(
                "/etc/exports", "/tank/clones/staging 10.1.0.113(rw) 10.1.0.0/24(ro)\n/tank/other 10.1.0.113(rw)\n");
        machine.output("zfs", "create", "tank/clones/data");
        machine.output("zfs", "snapshot", "tank/clones/data@1");
        machine.output("zfs", "clone", "tank/clones/data@1", "tank/clones/staging");
        machine.output("zfs", "clone", "-o", "canmount=noauto", "tank/clones/data@1", "tank/clones/staging.next");
        String guid =
                PullContract.get(machine, "guid", "tank/clones/staging.next").strip();
        String before = machine.output("exportfs", "-s");

        Outcome outcome = new SwapClonesHandler()
                .handle(
                        new SwapClones(List.of(new Swap(
                                "tank/clones/staging",
                                "tank/clones/staging.next",
                                guid,
                                "tank/clones/staging.before"))),
                        new Execution(UUID.randomUUID(), machine(), LineSink.NONE, Cancellation.never(), KEY));

        assertThat(outcome).isInstanceOf(Outcome.Done.class);
        assertThat(machine.output("exportfs", "-s")).isEqualTo(before).hasLineCount(3);
        List<List<String>> asked = target.exec().asked();
        assertThat(asked)
                .containsSubsequence(
                        List.of("exportfs", "-u", "10.1.0.113:/tank/clones/staging"),
                        List.of("exportfs", "-u", "10.1.0.0/24:/tank/clones/staging"),
                        List.of("nsenter", "--target", "1", "--mount", "--", "zfs", "unmount", "tank/clones/staging"),
                        List.of("nsenter", "--target", "1", "--mount", "--", "zfs", "mount", "tank/clones/staging"),
                        List.of("exportfs", "-r"))
                .doesNotContain(List.of("exportfs", "-u", "10.1.0.113:/tank/other"));
    }
}
