package org.openfoodfacts.brigade.zfssync.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredExport;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredMount;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredZfs;
import org.openfoodfacts.brigade.zfssync.domain.Dependent.Kind;
import org.openfoodfacts.brigade.zfssync.domain.Dependent.Place;
import org.openfoodfacts.brigade.zfssync.domain.DependentsPlanner.Known;
import org.openfoodfacts.brigade.zfssync.domain.StructureChange.Action;

class UseDependentsTest extends DependentsSample {
    @Test
    void aMountIsThatOfTheDatasetWhichHoldsThePath() {
        Known known = known(
                uses(mount("/tank//off/", null), mount("/tank/off/img/deep/er", null), mount("/srv/x", null)),
                "tank/off",
                "tank/off/img");

        assertThat(destroying("tank/off/img", known)).singleElement().satisfies(mount -> {
            assertThat(mount.kind()).isEqualTo(Kind.MOUNT);
            assertThat(mount.name()).isEqualTo("shop mp0 at /mnt");
            assertThat(mount.place()).isEqualTo(new Place("n1", null, GUEST, 3));
            assertThat(mount.breaks()).contains("shop", "/mnt");
            assertThat(mount.forbids()).isTrue();
        });
        assertThat(forbidding(renaming("tank/off", known))).isEqualTo(2);
    }

    @Test
    void aMountEntryOfLxcIsOneOfEverythingBelowItsSourceToo() {
        Known known = known(
                uses(new DeclaredMount("shop", "lxc.mount.entry", "/hdd/off", null, "/mnt/off", GUEST, 9)),
                "hdd",
                "hdd/off",
                "hdd/off/images",
                "hdd/offside");

        for (Action action : Action.values()) {
            assertThat(plan("hdd/off", action, known))
                    .filteredOn(one -> one.kind() == Kind.MOUNT)
                    .extracting(Dependent::dataset, Dependent::name, Dependent::forbids)
                    .containsExactly(
                            tuple("hdd/off", "shop lxc.mount.entry at /mnt/off", true),
                            tuple("hdd/off/images", "shop lxc.mount.entry at /mnt/off", true));
            assertThat(forbidding(plan("hdd/off/images", action, known))).isEqualTo(1);
            assertThat(plan("hdd/offside", action, known)).isEmpty();
        }
        assertThat(forbidding(destroying("hdd/off/images", known(uses(mount("/hdd/off", null)), "hdd/off/images"))))
                .as("mp0 binds what is mounted at its path alone")
                .isZero();
    }

    @Test
    void aVolumeIsFoundByStorageCfgElseInThePoolOfThatNameElseByItsOwn() {
        String[] datasets = {"hdd/subvol-1-disk-0", "nvme/subvol-1-disk-0", "hdd/pve/subvol-2-disk-0"};

        assertThat(holders(mount("nvme:subvol-1-disk-0", null), datasets)).containsExactly("nvme/subvol-1-disk-0");
        assertThat(holders(mount("any:subvol-1-disk-0", null), datasets))
                .containsExactly("hdd/subvol-1-disk-0", "nvme/subvol-1-disk-0");
        assertThat(holders(mount("any:subvol-1-disk-0", "hdd/subvol-1-disk-0"), datasets))
                .containsExactly("hdd/subvol-1-disk-0");
        assertThat(holders(mount("any:base-9-disk-0/subvol-2-disk-0", null), datasets))
                .containsExactly("hdd/pve/subvol-2-disk-0");
        assertThat(holders(mount("local:iso/debian.iso", null), datasets)).isEmpty();
        assertThat(holders(mount("none", null), datasets)).isEmpty();
        assertThat(holders(mount("/dev/zvol/hdd/pve/subvol-2-disk-0", null), datasets))
                .containsExactly("hdd/pve/subvol-2-disk-0");
        assertThat(holders(mount("/dev/disk/by-id/nvme-1", null), "hdd")).isEmpty();
    }

    @Test
    void aDiskThatIsAFileForbidsToDestroyTheDatasetOfItsStorage() {
        String disk = "/hdd/pve/images/100/vm-100-disk-0.qcow2";
        Known known =
                known(uses(new DeclaredMount("db", "scsi0", disk, null, null, GUEST, 4)), "hdd", "hdd/pve", "hdd/pve2");

        for (Action action : Action.values()) {
            assertThat(plan("hdd/pve", action, known)).singleElement().satisfies(mount -> {
                assertThat(mount.kind()).isEqualTo(Kind.MOUNT);
                assertThat(mount.name()).isEqualTo("db scsi0");
                assertThat(mount.forbids()).isTrue();
            });
        }
        assertThat(destroying("hdd/pve2", known)).isEmpty();
    }

    @Test
    void anExportForbidsAndNamesItsClients() {
        DeclaredZfs uses = new DeclaredZfs(
                "n1",
                List.of(),
                List.of(),
                List.of(),
                List.of(
                        new DeclaredExport("/tank/off", List.of("10.0.0.9(ro)"), "confs/n1/exports", 2),
                        new DeclaredExport("/tank/off", List.of(), "confs/n1/exports", 3)));

        for (Action action : Action.values()) {
            assertThat(plan("tank/off", action, known(uses, "tank/off")))
                    .extracting(Dependent::kind, Dependent::name, Dependent::forbids)
                    .containsExactly(
                            tuple(Kind.EXPORT, "/tank/off for 10.0.0.9(ro)", true),
                            tuple(Kind.EXPORT, "/tank/off for everybody", true));
        }
    }

    @Test
    void whatIsMountedBelowAnExportWithCrossmntIsExportedToo() {
        String[] datasets = {"tank/off", "tank/off/img", "tank/off/img/deep", "tank/offside"};

        for (Action action : Action.values()) {
            assertThat(plan(
                            "tank/off/img",
                            action,
                            known(exporting("10.0.0.8(ro)", "10.0.0.9(rw,crossmnt)"), datasets)))
                    .filteredOn(Dependent::forbids)
                    .extracting(Dependent::kind, Dependent::dataset, Dependent::place)
                    .containsExactly(
                            tuple(Kind.EXPORT, "tank/off/img", new Place("n1", null, "confs/n1/exports", 2)),
                            tuple(Kind.EXPORT, "tank/off/img/deep", new Place("n1", null, "confs/n1/exports", 2)));
            assertThat(plan("tank/offside", action, known(exporting("*(crossmnt)"), datasets)))
                    .isEmpty();
            assertThat(plan("tank/off", action, known(exporting("*(crossmnt)"), datasets)))
                    .filteredOn(
                            one -> one.kind() == Kind.EXPORT && one.dataset().equals("tank/off"))
                    .as("what holds the path, once")
                    .hasSize(1);
        }
        for (String client : List.of("10.0.0.9(rw)", "crossmnt", "10.0.0.9(rw,nocrossmnt)", "10.0.0.9(nohide)")) {
            assertThat(forbidding(destroying("tank/off/img", known(exporting(client), datasets))))
                    .as(client)
                    .isZero();
        }
    }

    private static DeclaredZfs exporting(String... clients) {
        return new DeclaredZfs(
                "n1",
                List.of(),
                List.of(),
                List.of(),
                List.of(new DeclaredExport("/tank/off/", List.of(clients), "confs/n1/exports", 2)));
    }

    private static List<String> holders(DeclaredMount mount, String... datasets) {
        return Stream.of("hdd", "nvme")
                .flatMap(pool -> destroying(pool, known(uses(mount), datasets)).stream())
                .filter(one -> one.kind() == Kind.MOUNT)
                .map(Dependent::dataset)
                .toList();
    }
}
