package org.openfoodfacts.brigade.zfssync.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openfoodfacts.brigade.zfssync.domain.SightSample.PAIR;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots.SnapshotRef;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact.Dataset;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredExport;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredMount;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredZfs;

class NodeUsesTest {
    private static final DeclaredMount BIND =
            new DeclaredMount("shop", "mp0", "/copy/x/img", null, "/mnt/img", "lxc_113.conf", 4);
    private static final DeclaredExport EXPORT =
            new DeclaredExport("/copy/shared", List.of("192.0.2.9(ro)"), "exports", 1);
    private static final List<Dataset> DATASETS = Stream.of(
                    "copy", "copy/x", "copy/x/img", "copy/xy", "copy/shared", "fast", "fast/disk")
            .map(name -> new Dataset(name, "9", "filesystem", 1, 1, 1, null, "/" + name))
            .toList();

    private static String obstacle(RepairPlan plan, DeclaredMount... mounts) {
        var uses = new DeclaredZfs("b", List.of(), List.of(), List.of(mounts), List.of(EXPORT));
        return new NodeUses(uses, DATASETS).guard(plan).obstacle();
    }

    private static RepairPlan plan(String obstacle, Deed... deeds) {
        var finding = new Finding(Finding.Kind.COPY_RENAMED, "words");
        return new RepairPlan(PAIR, finding, List.of(deeds), RepairPlan.Cost.NONE, List.of(), obstacle);
    }

    private static Deed rename(String dataset) {
        return new Deed.Rename(dataset, "9", "copy/other", List.of());
    }

    @Test
    void aRenameOfWhatAGuestSeesAtOrBelowIsHindered() {
        assertThat(obstacle(plan(null, rename("copy/x")), BIND))
                .isEqualTo(
                        "shop mp0 at /mnt/img (lxc_113.conf:4) uses copy/x/img, and when that is renamed /copy/x/img is no longer"
                                + " there, so shop does not find it when it starts again: see to that first");
        assertThat(obstacle(plan(null, rename("copy/x/img")), BIND)).contains("shop mp0");
        assertThat(obstacle(plan(null, rename("copy/shared")), BIND)).contains("/copy/shared for 192.0.2.9(ro)");
    }

    @Test
    void aDiskInAnotherPoolCountsToo() {
        var disk = new DeclaredMount("db", "scsi0", "fast:disk", "fast/disk", null, "vm_9.conf", 2);

        assertThat(obstacle(plan(null, rename("fast/disk")), BIND, disk)).contains("db scsi0 (vm_9.conf:2)");
    }

    @Test
    void whatNobodyUsesIsRenamedAndWhatOthersDoIsNoRename() {
        assertThat(obstacle(plan(null, rename("copy/xy")), BIND)).isNull();
        assertThat(obstacle(plan(null), BIND)).isNull();
        Deed back = new Deed.RollBack("copy/x", new SnapshotRef("s1", "1"), List.of(), 5);
        assertThat(obstacle(plan(null, back), BIND)).isNull();
    }

    @Test
    void whatIsInTheWayAlreadyIsToldFirst() {
        assertThat(obstacle(plan("make room first", rename("copy/x")), BIND)).isEqualTo("make room first");
    }
}
