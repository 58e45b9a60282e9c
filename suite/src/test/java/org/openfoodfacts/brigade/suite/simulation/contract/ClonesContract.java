package org.openfoodfacts.brigade.suite.simulation.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.commands.Execution;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.exec.Cancellation;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.exec.LineSink;
import org.openfoodfacts.brigade.agent.tools.clones.CloneSnapshotsHandler;
import org.openfoodfacts.brigade.agent.tools.clones.DestroyClonesHandler;
import org.openfoodfacts.brigade.agent.tools.clones.SwapClonesHandler;
import org.openfoodfacts.brigade.contracts.commands.CloneSnapshots;
import org.openfoodfacts.brigade.contracts.commands.DestroyClones;
import org.openfoodfacts.brigade.contracts.commands.DestroyClones.Doomed;
import org.openfoodfacts.brigade.contracts.commands.SwapClones;
import org.openfoodfacts.brigade.contracts.commands.SwapClones.Swap;
import org.openfoodfacts.brigade.contracts.reports.CommandResult;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.ClonesDestroyed;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.ClonesSwapped;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.SnapshotsCloned;
import org.openfoodfacts.brigade.contracts.sealing.SealingKey;
import org.openfoodfacts.brigade.suite.simulation.DyingExec;

/** How clones are made, put in the place of others and destroyed, on the simulated machine and on a real one: all of them or none. */
interface ClonesContract {
    SealingKey KEY = SealingKey.generate();

    ToolMachine target();

    /** The same machine as its agent has it. */
    Machine machine();

    /** A dataset that this contract may make children of. */
    String parent();

    @Test
    default void aSetIsClonedTakesTheNamesOfTheOneBeforeAndThatIsDestroyed() {
        String images = source("images");
        String products = source("products");
        List<CommandResult.Clone> first = cloned(fresh(images, "1"), fresh(products, "1"));
        assertThat(swap(first)).isEqualTo(new Outcome.Done(new ClonesSwapped(List.of())));
        assertThat(get("mounted,readonly,canmount", clone("images"))).isEqualTo("yes\noff\non\n");
        target().output("zfs", "set", "org.example:by-hand=kept", clone("images"));
        target().output("zfs", "snapshot", clone("products") + "@own");
        target().output("zfs", "snapshot", images + "@2");
        target().output("zfs", "snapshot", products + "@2");

        List<CommandResult.Clone> second = cloned(fresh(images, "2"), fresh(products, "2"));
        assertThat(get("mounted", clone("images") + ".next")).isEqualTo("no\n");
        Outcome swapped = swap(second);

        assertThat(swapped)
                .isEqualTo(new Outcome.Done(new ClonesSwapped(List.of(
                        new CommandResult.Clone(
                                clone("images") + ".before", first.getFirst().guid()),
                        new CommandResult.Clone(
                                clone("products") + ".before", first.getLast().guid())))));
        assertThat(get("origin,mounted,org.example:by-hand", clone("images"))).isEqualTo(images + "@2\nyes\nkept\n");
        assertThat(get("origin,mounted", clone("products"))).isEqualTo(products + "@2\nyes\n");
        assertThat(get("mounted,canmount", clone("products") + ".before")).isEqualTo("no\nnoauto\n");
        assertThat(swap(second)).as("what was done before is done").isInstanceOf(Outcome.Done.class);

        Outcome destroyed = destroy(first, ".before");
        assertThat(destroyed)
                .isInstanceOfSatisfying(
                        Outcome.Done.class,
                        done -> assertThat(((ClonesDestroyed) done.result()).datasets())
                                .containsExactly(clone("images") + ".before", clone("products") + ".before"));
        assertThat(destroy(first, ".before")).isEqualTo(new Outcome.Done(new ClonesDestroyed(List.of(), 0)));
    }

    /** By a run that was cut before the clones changed places. */
    @Test
    default void aCloneThatWasLeftGetsWhatWasSetSince() {
        String later = source("later");
        assertThat(swap(cloned(fresh(later, "1")))).isInstanceOf(Outcome.Done.class);
        target().output("zfs", "snapshot", later + "@2");
        List<CommandResult.Clone> left = cloned(fresh(later, "2"));
        assertThat(cloned(fresh(later, "2"))).as("it is right as it is").isEqualTo(left);
        target().output("zfs", "set", "quota=1G", clone("later"));

        List<CommandResult.Clone> again = cloned(fresh(later, "2"));

        assertThat(again).isNotEqualTo(left);
        assertThat(get("quota,mounted,canmount", clone("later") + ".next")).isEqualTo("1073741824\nno\nnoauto\n");
    }

    @Test
    default void whatFailsMidwayLeavesTheOldOnesWhereTheyWere() {
        List<CommandResult.Clone> old = inPlace("one", "two");
        List<CommandResult.Clone> fresh = freshOnes("one", "two");
        target().output("zfs", "set", "canmount=noauto", clone("two"));
        target().output("zfs", "set", "mountpoint=none", clone("two") + ".next");

        Outcome failed = swap(fresh);

        assertThat(failed).isInstanceOf(Outcome.Failed.class);
        assertThat(get("guid,mounted", clone("one"))).isEqualTo(old.getFirst().guid() + "\nyes\n");
        assertThat(get("guid,mounted", clone("two"))).isEqualTo(old.getLast().guid() + "\nyes\n");
        assertThat(get("guid,mounted", clone("one") + ".next"))
                .isEqualTo(fresh.getFirst().guid() + "\nno\n");
        target().output("zfs", "inherit", "mountpoint", clone("two") + ".next");
        assertThat(swap(fresh)).isInstanceOf(Outcome.Done.class);
        assertThat(get("guid,mounted", clone("two"))).isEqualTo(fresh.getLast().guid() + "\nyes\n");
    }

    @Test
    default void aRunThatWasCutBetweenTwoNamesIsGoneOnWith() {
        String cut = source("cut");
        List<CommandResult.Clone> old = cloned(fresh(cut, "1"));
        assertThat(swap(old)).isInstanceOf(Outcome.Done.class);
        target().output("zfs", "snapshot", cut + "@2");
        List<CommandResult.Clone> fresh = cloned(fresh(cut, "2"));
        target().output("zfs", "unmount", clone("cut"));
        target().output("zfs", "rename", "-u", clone("cut"), clone("cut") + ".before");

        assertThat(swap(fresh)).isInstanceOf(Outcome.Done.class);

        assertThat(get("guid,mounted", clone("cut"))).isEqualTo(fresh.getFirst().guid() + "\nyes\n");
    }

    @Test
    default void whatACutRunHadSwappedGoesBackTooWhenTheNextOneFails() {
        List<CommandResult.Clone> old = inPlace("first", "second");
        List<CommandResult.Clone> fresh = freshOnes("first", "second");
        for (String name : List.of("first", "second")) {
            target().output("zfs", "unmount", clone(name));
            target().output("zfs", "rename", "-u", clone(name), clone(name) + ".before");
        }
        target().output("zfs", "rename", "-u", clone("first") + ".next", clone("first"));
        target().output("zfs", "set", "mountpoint=none", clone("second") + ".next");

        assertThat(swap(fresh)).isInstanceOf(Outcome.Failed.class);

        assertThat(get("guid,mounted,canmount", clone("first")))
                .isEqualTo(old.getFirst().guid() + "\nyes\non\n");
        assertThat(get("guid,mounted,canmount", clone("second")))
                .isEqualTo(old.getLast().guid() + "\nyes\non\n");
        assertThat(get("guid,mounted", clone("first") + ".next"))
                .isEqualTo(fresh.getFirst().guid() + "\nno\n");
    }

    @Test
    default void anAgentThatWasKilledBetweenTwoNamesPutsAllBackAtItsNextStart() {
        List<CommandResult.Clone> old = inPlace("early", "late");
        List<CommandResult.Clone> fresh = freshOnes("early", "late");

        assertThat(isKilled(fresh, renaming(clone("late") + ".before"))).isTrue();

        assertThat(get("guid,mounted,canmount", clone("early")))
                .isEqualTo(old.getFirst().guid() + "\nyes\non\n");
        assertThat(get("guid,mounted,canmount", clone("late")))
                .isEqualTo(old.getLast().guid() + "\nyes\non\n");
        assertThat(get("guid,mounted", clone("early") + ".next"))
                .isEqualTo(fresh.getFirst().guid() + "\nno\n");
        assertThat(swap(fresh)).isInstanceOf(Outcome.Done.class);
    }

    /** Clones of the first snapshot of two new sources, which have their places. */
    default List<CommandResult.Clone> inPlace(String one, String two) {
        List<CommandResult.Clone> old = cloned(fresh(source(one), "1"), fresh(source(two), "1"));
        assertThat(swap(old)).isInstanceOf(Outcome.Done.class);
        return old;
    }

    /** Of a second snapshot of both, which are to have the places. */
    default List<CommandResult.Clone> freshOnes(String one, String two) {
        List<String> sources = List.of(parent() + "/" + one, parent() + "/" + two);
        sources.forEach(source -> target().output("zfs", "snapshot", source + "@2"));
        return cloned(fresh(sources.getFirst(), "2"), fresh(sources.getLast(), "2"));
    }

    default String source(String name) {
        String dataset = parent() + "/" + name;
        target().output("zfs", "create", dataset);
        target().output("zfs", "set", "readonly=on", dataset);
        target().output("zfs", "snapshot", dataset + "@1");
        return dataset;
    }

    default String clone(String name) {
        return parent() + "/staging-" + name;
    }

    default CloneSnapshots.Clone fresh(String dataset, String snapshot) {
        String name = clone(dataset.substring(dataset.lastIndexOf('/') + 1));
        return new CloneSnapshots.Clone(dataset, snapshot, guid(dataset + "@" + snapshot), name + ".next", name);
    }

    default List<CommandResult.Clone> cloned(CloneSnapshots.Clone... clones) {
        Outcome outcome = handle(new CloneSnapshots(List.of(clones)));
        assertThat(outcome).isInstanceOf(Outcome.Done.class);
        return ((SnapshotsCloned) ((Outcome.Done) outcome).result()).clones();
    }

    default Outcome swap(List<CommandResult.Clone> fresh) {
        return handle(swapping(fresh));
    }

    private static SwapClones swapping(List<CommandResult.Clone> fresh) {
        return new SwapClones(fresh.stream()
                .map(clone -> {
                    String name = clone.dataset().replaceFirst("\\.next$", "");
                    return new Swap(name, clone.dataset(), clone.guid(), name + ".before");
                })
                .toList());
    }

    /** The call that gives this name. */
    default Predicate<Invocation> renaming(String to) {
        return invocation -> invocation.argv().contains("rename")
                && invocation.argv().getLast().equals(to);
    }

    /** Swapping, up to that call, and the agent's next start; false when it never came so far. */
    default boolean isKilled(List<CommandResult.Clone> fresh, Predicate<Invocation> last) {
        UUID command = UUID.randomUUID();
        boolean killed = isKilled(fresh, last, command);
        assertThat(new SwapClonesHandler().recover(command, machine())).isEmpty();
        return killed;
    }

    /** Swapping, up to that call. */
    default UUID killedSwapping(List<CommandResult.Clone> fresh, Predicate<Invocation> last) {
        UUID command = UUID.randomUUID();
        assertThat(isKilled(fresh, last, command)).isTrue();
        return command;
    }

    private boolean isKilled(List<CommandResult.Clone> fresh, Predicate<Invocation> last, UUID command) {
        return DyingExec.kills(
                machine().exec(),
                last,
                exec -> new SwapClonesHandler()
                        .handle(
                                swapping(fresh),
                                execution(command, new Machine(exec, machine().root()))));
    }

    default Outcome destroy(List<CommandResult.Clone> clones, String suffix) {
        return handle(new DestroyClones(clones.stream()
                .map(clone -> new Doomed(clone.dataset().replaceFirst("\\.next$", suffix), clone.guid()))
                .toList()));
    }

    default Outcome handle(CloneSnapshots command) {
        return new CloneSnapshotsHandler().handle(command, execution());
    }

    default Outcome handle(SwapClones command) {
        return new SwapClonesHandler().handle(command, execution());
    }

    default Outcome handle(DestroyClones command) {
        return new DestroyClonesHandler().handle(command, execution());
    }

    private Execution execution() {
        return execution(UUID.randomUUID(), machine());
    }

    private static Execution execution(UUID command, Machine machine) {
        return new Execution(command, machine, LineSink.NONE, Cancellation.never(), KEY);
    }

    default String guid(String name) {
        return get("guid", name).strip();
    }

    default String get(String properties, String name) {
        return PullContract.get(target(), properties, name);
    }
}
