package org.openfoodfacts.brigade.suite.simulation.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.commands.Execution;
import org.openfoodfacts.brigade.agent.commands.NotYetException;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.exec.Cancellation;
import org.openfoodfacts.brigade.agent.exec.Exec;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
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
    void anAgentThatIsKilledAfterAnyCallPutsAllBackUnlessAllHadComeToTheirPlaces() {
        List<CommandResult.Clone> fresh = twoInUseAndTwoFreshOnes();
        String exported = target().output("exportfs", "-s");
        String old = names();
        int back = 0;
        int deaths = 0;
        while (isKilled(fresh, DyingExec.call(deaths + 1))) {
            deaths++;
            assertThat(target().output("exportfs", "-s")).isEqualTo(exported).isNotEmpty();
            if (get("guid", clone("one")).strip().equals(fresh.getFirst().guid())) {
                assertThat(get("guid,mounted", clone("two")))
                        .as("after call " + deaths)
                        .isEqualTo(fresh.getLast().guid() + "\nyes\n");
                assertThat(get("mounted,canmount", clone("one") + ".before")).isEqualTo("no\nnoauto\n");
            } else {
                back++;
                assertThat(names()).as("after call " + deaths).isEqualTo(old);
                assertThat(get("mounted,canmount", clone("two") + ".next")).isEqualTo("no\nnoauto\n");
            }
        }

        assertThat(back).as("until the last of them is mounted").isGreaterThan(10);
        assertThat(get("guid", clone("two")).strip()).isEqualTo(fresh.getLast().guid());
        assertThat(machine().path("/var/lib/brigade-agent/swapping")).isEmptyDirectory();
    }

    /** Also the agent that puts them back. */
    @Test
    void anAgentThatIsKilledAgainWhileItPutsThemBackDoesSoAtTheStartAfter() {
        List<CommandResult.Clone> fresh = twoInUseAndTwoFreshOnes();
        String old = names();
        int deaths = 0;
        for (boolean killed = true; killed; deaths++) {
            UUID command = killedSwapping(fresh, renaming(clone("two") + ".before"));
            int last = deaths + 1;
            killed = DyingExec.kills(
                    machine().exec(), DyingExec.call(last), exec -> new SwapClonesHandler().recover(command, on(exec)));
            assertThat(Files.exists(note(command))).isEqualTo(killed);
            assertThat(new SwapClonesHandler().recover(command, machine())).isEmpty();
            assertThat(names()).as("after call " + last).isEqualTo(old);
        }
        assertThat(deaths).isGreaterThan(8);
    }

    @Test
    void whileZfsDoesNotAnswerNothingIsForgottenAndNothingExported() {
        List<CommandResult.Clone> fresh = twoInUseAndTwoFreshOnes();
        String exported = target().output("exportfs", "-s");
        String old = names();
        UUID command = killedSwapping(fresh, renaming(clone("two") + ".before"));
        ExecResult hangs = new ExecResult.TimedOut("", "");
        ExecResult absent = new ExecResult.Exited(1, "", "cannot open 'tank': dataset does not exist\n", false);

        for (Exec broken : List.of(
                answering(hangs, argv -> argv.getFirst().equals("zfs")),
                answering(absent, argv -> argv.getFirst().equals("zfs")),
                answering(hangs, argv -> argv.contains("rename")))) {
            assertThatThrownBy(() -> new SwapClonesHandler().recover(command, on(broken)))
                    .isInstanceOf(NotYetException.class);
            assertThat(target().output("exportfs", "-s")).isNotEqualTo(exported);
        }

        assertThat(new SwapClonesHandler().recover(command, machine())).isEmpty();
        assertThat(names()).isEqualTo(old);
        assertThat(target().output("exportfs", "-s")).isEqualTo(exported);
    }

    @Test
    void aFreshOneThatSomebodyUsesStaysAndTheOldOneIsNotMountedOverIt() {
        List<CommandResult.Clone> fresh = twoInUseAndTwoFreshOnes();
        String exported = target().output("exportfs", "-s");
        UUID command = killedSwapping(
                fresh, invocation -> invocation.argv().equals(onTheMachine("zfs", "mount", clone("one"))));
        ExecResult busy = new ExecResult.Exited(1, "", "cannot unmount: pool or dataset is busy\n", false);

        assertThat(new SwapClonesHandler().recover(command, on(answering(busy, argv -> argv.contains("unmount")))))
                .anyMatch(words -> words.startsWith("zfs unmount " + clone("one")))
                .contains(clone("one") + " is not what it was");

        assertThat(get("guid,mounted", clone("one"))).isEqualTo(fresh.getFirst().guid() + "\nyes\n");
        assertThat(get("mounted", clone("one") + ".before")).isEqualTo("no\n");
        assertThat(get("guid,mounted", clone("two")))
                .doesNotContain(fresh.getLast().guid())
                .endsWith("yes\n");
        assertThat(target().output("exportfs", "-s"))
                .as("something is mounted in both places")
                .isEqualTo(exported);
    }

    @Test
    void aFreshOneThatHasNowhereToGoStaysMounted() {
        List<CommandResult.Clone> fresh = twoInUseAndTwoFreshOnes();
        UUID command = killedSwapping(
                fresh, invocation -> invocation.argv().equals(onTheMachine("zfs", "mount", clone("one"))));
        target().output("zfs", "create", "-o", "canmount=noauto", clone("one") + ".next");

        assertThat(new SwapClonesHandler().recover(command, machine()))
                .contains(clone("one") + ".next is there already");

        assertThat(get("guid,mounted,canmount", clone("one")))
                .isEqualTo(fresh.getFirst().guid() + "\nyes\non\n");
    }

    @Test
    void anotherDatasetThatHasTheNameSinceIsNotMounted() {
        List<CommandResult.Clone> fresh = twoInUseAndTwoFreshOnes();
        String exported = target().output("exportfs", "-s");
        UUID command = killedSwapping(fresh, invocation -> invocation.argv().contains("unmount"));
        target().output("zfs", "rename", "-u", clone("one"), clone("one") + "-by-hand");
        target().output("zfs", "create", "-o", "canmount=noauto", clone("one"));

        assertThat(new SwapClonesHandler().recover(command, machine()))
                .containsExactly(
                        clone("one") + " is not what it was",
                        "exports are not given again (exportfs -r), for not all is mounted");

        assertThat(get("mounted", clone("one"))).isEqualTo("no\n");
        assertThat(target().output("exportfs", "-s")).isNotEqualTo(exported);
    }

    /** The machine, but for the calls that are answered so. */
    private Exec answering(ExecResult answer, Predicate<List<String>> to) {
        return (invocation, lines, cancellation) ->
                to.test(invocation.argv()) ? answer : machine().exec().run(invocation, lines, cancellation);
    }

    private Path note(UUID command) {
        return machine().path("/var/lib/brigade-agent/swapping/" + command + ".json");
    }

    private List<CommandResult.Clone> twoInUseAndTwoFreshOnes() {
        inPlace("one", "two");
        target().write("/etc/exports", "/" + clone("one") + " 10.1.0.0/24(ro)\n");
        target().output("exportfs", "-r");
        return freshOnes("one", "two");
    }

    private static List<String> onTheMachine(String... argv) {
        return Stream.concat(Stream.of("nsenter", "--target", "1", "--mount", "--"), Stream.of(argv))
                .toList();
    }

    private Machine on(Exec exec) {
        return new Machine(exec, machine().root());
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
