package org.openfoodfacts.brigade.suite.simulation.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.agent.exec.ExecResult;

/**
 * What the agent relies on of zfs and zpool (OpenZFS 2.3). Every test makes its own dataset below {@link #parent}, so that it can run
 * on a pool that others use too.
 */
interface ZfsContract {
    ToolMachine machine();

    /** A dataset this contract may make children of. */
    String parent();

    @Test
    default void aSnapshotOfATreeIsOfOneTransactionGroupWithItsOwnGuids() {
        String dataset = create("tree");
        machine().output("zfs", "create", dataset + "/child");

        machine().output("zfs", "snapshot", "-r", "-o", "org.example:why=a reason", dataset + "@one");

        String[] rows = machine()
                .output("zfs", "list", "-Hp", "-t", "snapshot", "-o", "name,guid,createtxg,creation", "-r", dataset)
                .split("\n");
        assertThat(rows).hasSize(2);
        String[] first = rows[0].split("\t");
        String[] second = rows[1].split("\t");
        assertThat(first[0]).isEqualTo(dataset + "@one");
        assertThat(second[0]).isEqualTo(dataset + "/child@one");
        assertThat(first[1]).matches("[0-9]+").isNotEqualTo(second[1]);
        assertThat(first[2]).isEqualTo(second[2]);
    }

    @Test
    default void aNameThatIsTakenIsRefusedAndNothingIsMade() {
        String dataset = create("taken");
        machine().output("zfs", "create", dataset + "/child");
        machine().output("zfs", "snapshot", dataset + "/child@one");

        ExecResult.Exited again = machine().run("zfs", "snapshot", "-r", dataset + "@one");

        assertThat(again.code()).isEqualTo(1);
        assertThat(again.errors())
                .isEqualTo("cannot create snapshot '" + dataset + "/child@one': dataset already exists\n"
                        + "no snapshots were created\n");
        assertThat(machine().output("zfs", "list", "-H", "-o", "name", "-t", "snapshot", "-d", "1", dataset))
                .isEmpty();
    }

    @Test
    default void whatDoesNotExistCannotBeOpened() {
        String gone = parent() + "/gone";

        ExecResult.Exited listed = machine().run("zfs", "list", "-Hp", "-o", "name", gone);
        assertThat(listed.code()).isEqualTo(1);
        assertThat(listed.errors()).isEqualTo("cannot open '" + gone + "': dataset does not exist\n");
        ExecResult.Exited taken = machine().run("zfs", "snapshot", gone + "@x");
        assertThat(taken.code()).isEqualTo(2);
        assertThat(taken.errors()).startsWith("cannot open '" + gone + "': dataset does not exist\n");
    }

    @Test
    default void ofSeveralThoseThatAreThereAreListed() {
        String dataset = create("several");
        String gone = dataset + "/gone";
        machine().output("zfs", "snapshot", dataset + "@a");

        ExecResult.Exited datasets = machine()
                .run(
                        "zfs",
                        "list",
                        "-Hp",
                        "-d",
                        "1",
                        "-t",
                        "filesystem,volume,snapshot",
                        "-s",
                        "createtxg",
                        "-o",
                        "name",
                        gone,
                        dataset);
        assertThat(datasets.code()).isEqualTo(1);
        assertThat(datasets.output()).isEqualTo(dataset + "\n" + dataset + "@a\n");
        assertThat(datasets.errors()).isEqualTo("cannot open '" + gone + "': dataset does not exist\n");
        ExecResult.Exited snapshots = machine()
                .run(
                        "zfs",
                        "list",
                        "-Hp",
                        "-t",
                        "snapshot",
                        "-o",
                        "name",
                        dataset + "@gone",
                        dataset + "@a",
                        gone + "@a");
        assertThat(snapshots.code()).isEqualTo(1);
        assertThat(snapshots.output()).isEqualTo(dataset + "@a\n");
        assertThat(snapshots.errors().lines())
                .containsExactly(
                        "cannot open '" + dataset + "@gone': dataset does not exist",
                        "cannot open '" + gone + "@a': dataset does not exist");
    }

    @Test
    default void snapshotsOfSeveralDatasetsAreTakenInOneMomentOrNotAtAll() {
        String one = create("together1");
        String other = create("together2");

        machine().output("zfs", "snapshot", one + "@x", other + "@y");
        assertThat(machine()
                        .output("zfs", "list", "-Hp", "-t", "snapshot", "-o", "createtxg", one + "@x", other + "@y")
                        .lines()
                        .distinct())
                .hasSize(1);
        ExecResult.Exited again = machine().run("zfs", "snapshot", one + "@new", other + "@y");
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.errors()).contains("cannot create snapshot '" + other + "@y': dataset already exists\n");
        assertThat(machine().run("zfs", "list", "-H", one + "@new").code()).isEqualTo(1);
    }

    @Test
    default void noDatasetGetsTwoSnapshotsInOneMoment() {
        String dataset = create("twice");

        ExecResult.Exited refused = machine().run("zfs", "snapshot", dataset + "@x", dataset + "@y");

        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.errors())
                .isEqualTo(
                        "cannot create snapshots : multiple snapshots of same fs not allowed\nno snapshots were created\n");
        assertThat(machine().run("zfs", "list", "-H", dataset + "@x").code()).isEqualTo(1);
    }

    @Test
    default void aDryRunForetellsWhatIsDestroyedAndDestroysNothing() {
        String dataset = create("dry");
        machine().output("zfs", "snapshot", dataset + "@a");
        machine().output("zfs", "snapshot", dataset + "@b");

        assertThat(machine().output("zfs", "destroy", "-nvp", dataset + "@a,b"))
                .matches("destroy\t" + dataset + "@a\ndestroy\t" + dataset + "@b\nreclaim\t[0-9]+\n");
        machine().output("zfs", "destroy", dataset + "@a");
        assertThat(machine().output("zfs", "list", "-H", "-o", "name", "-t", "snapshot", "-d", "1", dataset))
                .isEqualTo(dataset + "@b\n");
    }

    @Test
    default void snapshotsThatDoNotExistAreNotFound() {
        String dataset = create("none");

        ExecResult.Exited destroyed = machine().run("zfs", "destroy", dataset + "@gone");

        assertThat(destroyed.code()).isEqualTo(1);
        assertThat(destroyed.errors()).isEqualTo("could not find any snapshots to destroy; check snapshot names.\n");
    }

    @Test
    default void aHeldSnapshotStaysAndNamesItsHolds() {
        String dataset = create("held");
        String snapshot = dataset + "@a";
        machine().output("zfs", "snapshot", snapshot);
        machine().output("zfs", "hold", "keep", snapshot);

        assertThat(machine().output("zfs", "list", "-Hp", "-t", "snapshot", "-o", "userrefs", snapshot))
                .isEqualTo("1\n");
        assertThat(machine().output("zfs", "holds", "-H", snapshot)).startsWith(snapshot + "\tkeep\t");
        assertThat(machine().run("zfs", "destroy", snapshot).code()).isEqualTo(1);
        ExecResult.Exited twice = machine().run("zfs", "hold", "keep", snapshot);
        assertThat(twice.errors())
                .isEqualTo("cannot hold snapshot '" + snapshot + "': tag already exists on this dataset\n");
        machine().output("zfs", "release", "keep", snapshot);
        assertThat(machine().output("zfs", "destroy", snapshot)).isEmpty();
    }

    @Test
    default void aTreeWithAHeldSnapshotStaysAndNamesItsHolds() {
        String dataset = create("heldtree");
        machine().output("zfs", "create", dataset + "/child");
        machine().output("zfs", "snapshot", "-r", dataset + "@a");
        machine().output("zfs", "hold", "keep", dataset + "/child@a");

        ExecResult.Exited refused = machine().run("zfs", "destroy", "-r", dataset);

        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.errors()).startsWith("cannot destroy snapshot " + dataset + "/child@a: it's being held. ");
        assertThat(machine().output("zfs", "list", "-H", "-o", "name", "-t", "all", "-r", dataset))
                .contains(dataset + "/child@a\n", dataset + "\n");
        machine().output("zfs", "release", "keep", dataset + "/child@a");
        machine().output("zfs", "destroy", "-r", dataset);
    }

    @Test
    default void theOriginOfACloneStays() {
        String dataset = create("origin");
        String snapshot = dataset + "@a";
        machine().output("zfs", "snapshot", snapshot);
        machine().output("zfs", "clone", snapshot, dataset + "/copy");

        assertThat(machine().output("zfs", "list", "-Hp", "-t", "snapshot", "-o", "clones", snapshot))
                .isEqualTo(dataset + "/copy\n");
        ExecResult.Exited destroyed = machine().run("zfs", "destroy", snapshot);
        assertThat(destroyed.code()).isEqualTo(1);
        assertThat(destroyed.errors()).startsWith("cannot destroy '" + snapshot + "': snapshot has dependent clones\n");
    }

    @Test
    default void aBookmarkHasTheGuidOfItsSnapshot() {
        String dataset = create("marked");
        machine().output("zfs", "snapshot", dataset + "@a");
        machine().output("zfs", "bookmark", dataset + "@a", dataset + "#a");

        String columns = "guid,createtxg,creation";
        assertThat(machine().output("zfs", "list", "-Hp", "-t", "bookmark", "-o", columns, "-d", "1", dataset))
                .isEqualTo(machine().output("zfs", "list", "-Hp", "-t", "snapshot", "-o", columns, "-d", "1", dataset));
    }

    @Test
    default void onlyPropertiesSetOnTheSnapshotItselfAreLocal() {
        String dataset = create("properties");
        machine().output("zfs", "set", "org.example:inherited=yes", dataset);
        machine().output("zfs", "snapshot", "-o", "org.example:own=a b", dataset + "@a");

        assertThat(machine()
                        .output(
                                "zfs",
                                "get",
                                "-Hp",
                                "-s",
                                "local,received",
                                "-t",
                                "snapshot",
                                "-o",
                                "name,property,value",
                                "org.example:own,org.example:inherited",
                                dataset + "@a"))
                .isEqualTo(dataset + "@a\torg.example:own\ta b\n");
    }

    @Test
    default void unknownCommandsOptionsAndPropertiesAreUsageErrors() {
        assertThat(machine().run("zfs", "frob").code()).isEqualTo(2);
        assertThat(machine().run("zfs", "frob").errors()).startsWith("unrecognized command 'frob'\n");
        assertThat(machine().run("zfs", "list", "-Z").code()).isEqualTo(2);
        assertThat(machine().run("zfs", "list", "-o", "frob").errors())
                .startsWith("bad property list: invalid property 'frob'\n");
        assertThat(machine().run("zpool", "frob").code()).isEqualTo(2);
    }

    @Test
    default void poolsAreListedWithExactSizes() {
        String pool = parent().split("/")[0];

        assertThat(machine()
                        .output(
                                "zpool",
                                "list",
                                "-Hp",
                                "-o",
                                "name,guid,health,size,allocated,free,fragmentation",
                                pool))
                .matches(pool + "\t[0-9]+\tONLINE\t[0-9]+\t[0-9]+\t[0-9]+\t([0-9]+|-)\n");
        ExecResult.Exited gone = machine().run("zpool", "list", "gone");
        assertThat(gone.code()).isEqualTo(1);
        assertThat(gone.errors()).isEqualTo("cannot open 'gone': no such pool\n");
    }

    private String create(String name) {
        String dataset = parent() + "/" + name;
        machine().output("zfs", "create", dataset);
        return dataset;
    }
}
