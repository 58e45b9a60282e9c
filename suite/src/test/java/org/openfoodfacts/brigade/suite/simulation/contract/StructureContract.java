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
import org.openfoodfacts.brigade.agent.tools.mounts.MountedAgain;
import org.openfoodfacts.brigade.agent.tools.zfs.DestroyDatasetHandler;
import org.openfoodfacts.brigade.agent.tools.zfs.RenameDatasetHandler;
import org.openfoodfacts.brigade.contracts.commands.DestroyDataset;
import org.openfoodfacts.brigade.contracts.commands.DestroyDataset.Below;
import org.openfoodfacts.brigade.contracts.commands.RenameDataset;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.DatasetDestroyed;
import org.openfoodfacts.brigade.contracts.sealing.SealingKey;
import org.openfoodfacts.brigade.suite.simulation.DyingExec;

/** What an agent does when somebody renames or destroys a dataset, on the simulated machine and on a real one: what was spoken of, whole, or nothing. */
interface StructureContract {
    SealingKey KEY = SealingKey.generate();

    ToolMachine target();

    /** The same machine as its agent has it. */
    Machine machine();

    /** A dataset that this contract may make children of. */
    String parent();

    @Test
    default void aDatasetIsDestroyedWithAllThatWasSpokenOf() {
        String dataset = made("gone");
        target().output("zfs", "snapshot", "-r", dataset + "@one");

        assertThat(RepairContract.refused(destroy(dataset, "17", List.of(dataset + "/below"))))
                .contains("its guid is " + guid(dataset));
        assertThat(RepairContract.refused(destroy(dataset, guid(dataset), List.of())))
                .contains(dataset + "/below with the guid " + guid(dataset + "/below") + " lies below, too");
        target().output("zfs", "create", "-V", "8M", dataset + "/volume");
        assertThat(destroy(dataset, guid(dataset), List.of(dataset + "/below", dataset + "/volume")))
                .isInstanceOfSatisfying(Outcome.Done.class, done -> {
                    DatasetDestroyed gone = (DatasetDestroyed) done.result();
                    assertThat(gone.datasets()).containsExactly(dataset, dataset + "/below", dataset + "/volume");
                    assertThat(gone.snapshots()).isEqualTo(2);
                    assertThat(gone.usedBytes()).isPositive();
                });
        assertThat(target().run("zfs", "list", dataset).code()).isNotZero();
    }

    @Test
    default void whatIsHeldOrHasAClonePreventsAllOfIt() {
        String dataset = made("kept");
        target().output("zfs", "snapshot", "-r", dataset + "@one");
        target().output("zfs", "hold", "keep", dataset + "/below@one");

        assertThat(RepairContract.refused(destroy(dataset, guid(dataset), List.of(dataset + "/below"))))
                .contains(dataset + "/below@one is held");
        target().output("zfs", "release", "keep", dataset + "/below@one");
        target().output("zfs", "clone", dataset + "/below@one", dataset + "-clone");
        assertThat(RepairContract.refused(destroy(dataset, guid(dataset), List.of(dataset + "/below"))))
                .contains(dataset + "/below@one has clones (" + dataset + "-clone)");
        assertThat(target().output("zfs", "get", "-r", "-H", "-t", "filesystem", "-o", "value", "mounted", dataset))
                .isEqualTo("yes\nyes\n");
        target().output("zfs", "destroy", dataset + "-clone");
        target().output("zfs", "clone", dataset + "/below@one", dataset + "/clone");
        assertThat(destroy(dataset, guid(dataset), List.of(dataset + "/below", dataset + "/clone")))
                .as("a clone that goes with it is in nobody's way")
                .isInstanceOf(Outcome.Done.class);
    }

    @Test
    default void aRenamedDatasetIsMountedWhereItsNewNamePutsItWhenThatIsAskedFor() {
        String dataset = made("old");
        String renamed = parent() + "/new";

        Outcome outcome = rename(dataset, renamed);

        assertThat(outcome).isInstanceOf(Outcome.Done.class);
        assertThat(target().output("zfs", "get", "-H", "-o", "value", "mounted,mountpoint", renamed + "/below"))
                .isEqualTo("yes\n/" + renamed + "/below\n");
    }

    @Test
    default void anAgentThatWasKilledAfterItUnmountedMountsAgainWhatWasMounted() {
        String dataset = made("killed");
        assertThat(isKilled(dataset, invocation -> invocation.argv().contains("unmount")))
                .isTrue();
        assertThat(target().output("zfs", "list", "-r", "-H", "-o", "name,mounted", dataset))
                .isEqualTo(dataset + "\tyes\n" + dataset + "/below\tyes\n" + dataset + "/resting\tno\n");
    }

    /** As zfs is when it was killed between the unmounting and the mounting of a rename, before the names or after. */
    @Test
    default void anAgentThatWasKilledWhileItRenamedMountsAllUnderTheNamesTheyHave() {
        String dataset = made("cut");
        String renamed = parent() + "/cut-renamed";
        RenameDataset command = renaming(dataset, renamed);

        UUID before = UUID.randomUUID();
        assertThat(isKilledRenaming(command, before)).isTrue();
        target().output("zfs", "unmount", renamed + "/below");
        target().output("zfs", "unmount", renamed);
        target().output("zfs", "rename", "-u", renamed, dataset);
        assertThat(new RenameDatasetHandler().recover(before, machine())).isEmpty();
        assertThat(target().output("zfs", "list", "-r", "-H", "-o", "name,mounted", dataset))
                .isEqualTo(dataset + "\tyes\n" + dataset + "/below\tyes\n");

        UUID after = UUID.randomUUID();
        assertThat(isKilledRenaming(command, after)).isTrue();
        target().output("zfs", "unmount", renamed + "/below");
        assertThat(new RenameDatasetHandler().recover(after, machine())).isEmpty();
        assertThat(target().output("zfs", "list", "-r", "-H", "-o", "name,mounted", renamed))
                .isEqualTo(renamed + "\tyes\n" + renamed + "/below\tyes\n");
        assertThat(new RenameDatasetHandler().recover(after, machine()))
                .as("once")
                .isEmpty();
    }

    private boolean isKilledRenaming(RenameDataset command, UUID id) {
        Predicate<Invocation> last = invocation -> invocation.argv().contains("rename");
        return DyingExec.kills(
                machine().exec(),
                last,
                exec -> new RenameDatasetHandler()
                        .handle(
                                command,
                                execution(id, new Machine(exec, machine().root()))));
    }

    /** By the time an agent is started again somebody may have made another one of that name: a copy, which is never mounted. */
    @Test
    default void anotherDatasetThatHasTheNameSinceIsNotMounted() {
        String dataset = parent() + "/another";
        target().output("zfs", "create", dataset);
        MountedAgain note = new MountedAgain(machine(), UUID.randomUUID());
        note.remember(List.of(new MountedAgain.Dataset(dataset, guid(dataset))), false);
        target().output("zfs", "destroy", dataset);
        target().output("zfs", "create", dataset);
        target().output("zfs", "unmount", dataset);

        assertThat(note.all()).isEmpty();

        assertThat(target().output("zfs", "get", "-H", "-o", "value", "mounted", dataset))
                .isEqualTo("no\n");
    }

    /** Destroying a dataset, up to that call, and the agent's next start; false when it never came so far. */
    default boolean isKilled(String dataset, Predicate<Invocation> last) {
        String resting = dataset + "/resting";
        target().output("zfs", "create", "-o", "canmount=noauto", resting);
        UUID command = UUID.randomUUID();
        DestroyDataset wish = wish(dataset, guid(dataset), List.of(dataset + "/below", resting));
        boolean killed = DyingExec.kills(
                machine().exec(),
                last,
                exec -> new DestroyDatasetHandler()
                        .handle(
                                wish,
                                execution(command, new Machine(exec, machine().root()))));
        assertThat(new DestroyDatasetHandler().recover(command, machine())).isEmpty();
        return killed;
    }

    /** A file system of this name with another one below it. */
    default String made(String name) {
        String dataset = parent() + "/" + name;
        target().output("zfs", "create", dataset);
        target().output("zfs", "create", dataset + "/below");
        return dataset;
    }

    default String guid(String dataset) {
        return PullContract.get(target(), "guid", dataset).strip();
    }

    default Outcome destroy(String dataset, String guid, List<String> below) {
        return new DestroyDatasetHandler().handle(wish(dataset, guid, below), execution());
    }

    /** Of one that was {@link #made}. */
    default Outcome rename(String dataset, String to) {
        return new RenameDatasetHandler().handle(renaming(dataset, to), execution());
    }

    private RenameDataset renaming(String dataset, String to) {
        String below = dataset + "/below";
        return new RenameDataset(dataset, guid(dataset), to, List.of(new Below(below, guid(below))), true);
    }

    private DestroyDataset wish(String dataset, String guid, List<String> below) {
        List<Below> spokenOf =
                below.stream().map(name -> new Below(name, guid(name))).toList();
        return new DestroyDataset(dataset, guid, spokenOf, "a test");
    }

    private Execution execution() {
        return execution(UUID.randomUUID(), machine());
    }

    private static Execution execution(UUID command, Machine machine) {
        return new Execution(command, machine, LineSink.NONE, Cancellation.never(), KEY);
    }
}
