package org.openfoodfacts.brigade.inventory.domain;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.confs.Problem;
import org.openfoodfacts.brigade.confs.fleet.Fleet;
import org.openfoodfacts.brigade.confs.fleet.FleetNode;
import org.openfoodfacts.brigade.confs.proxmox.ContainerConf;
import org.openfoodfacts.brigade.confs.proxmox.GuestConf;
import org.openfoodfacts.brigade.confs.proxmox.VirtualMachineConf;
import org.openfoodfacts.brigade.confs.tree.ConfigurationTree;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotKind;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredCopy;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredExport;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredKept;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredMount;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredPolicy;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredZfs;

/** Who uses the datasets of each node, as the folders of the repository say: its guests' disks and mounts, and NFS. */
final class DatasetUses {
    /** With {@link PolicyFiles} well below the million bytes that Kafka takes for a record; real fleets have some thousand. */
    private static final int MOST_CHARACTERS = 300_000;

    private DatasetUses() {}

    /** Of the nodes only of which there is something to say. */
    static List<DeclaredZfs> of(ConfigurationTree tree) {
        return tree.fleet().nodes().stream()
                .map(node -> new DeclaredZfs(
                        node.name(),
                        node.zfs().manage(),
                        node.zfs().pull(),
                        mounts(tree, node),
                        exports(tree, node),
                        copies(node),
                        policies(node)))
                .filter(zfs -> !zfs.managed().isEmpty()
                        || !zfs.pulled().isEmpty()
                        || !zfs.copies().isEmpty()
                        || !zfs.mounts().isEmpty()
                        || !zfs.exports().isEmpty())
                .toList();
    }

    private static List<DeclaredCopy> copies(FleetNode node) {
        return node.zfs().copies().stream()
                .map(copy -> new DeclaredCopy(
                        copy.dataset(), copy.goal(), copy.bytesPerSecond(), copy.window(), copy.priority()))
                .toList();
    }

    private static List<DeclaredPolicy> policies(FleetNode node) {
        return node.zfs().policies().stream()
                .map(policy -> new DeclaredPolicy(
                        policy.dataset(),
                        kept(policy.kept()),
                        policy.children() == null ? null : kept(policy.children()),
                        policy.line()))
                .toList();
    }

    private static DeclaredKept kept(FleetNode.Kept kept) {
        Map<String, Integer> counts = kept.counts();
        return new DeclaredKept(
                counts.get(SnapshotKind.FREQUENTLY.word()),
                counts.get(SnapshotKind.HOURLY.word()),
                counts.get(SnapshotKind.DAILY.word()),
                counts.get(SnapshotKind.WEEKLY.word()),
                counts.get(SnapshotKind.MONTHLY.word()),
                counts.get(SnapshotKind.YEARLY.word()),
                kept.hold().stream().map(SnapshotKind::named).toList());
    }

    private static List<DeclaredMount> mounts(ConfigurationTree tree, FleetNode host) {
        GuestStorages storages = GuestStorages.of(tree, host);
        return tree.guests().stream()
                .filter(hosted -> host.folders().contains(hosted.folder()))
                .map(ConfigurationTree.HostedGuest::guest)
                .flatMap(guest -> mounts(guest, name(tree.fleet(), host, guest), storages))
                .toList();
    }

    private static Stream<DeclaredMount> mounts(GuestConf guest, String name, GuestStorages storages) {
        return switch (guest) {
            case ContainerConf container ->
                container.mountPoints().stream()
                        .map(mount -> new DeclaredMount(
                                name,
                                mount.key(),
                                storages.pathOr(mount.volume()),
                                storages.dataset(mount.volume()),
                                mount.path(),
                                guest.file(),
                                mount.line()));
            case VirtualMachineConf machine ->
                machine.disks().stream()
                        .map(disk -> new DeclaredMount(
                                name,
                                disk.key(),
                                storages.pathOr(disk.volume()),
                                storages.dataset(disk.volume()),
                                null,
                                guest.file(),
                                disk.line()));
        };
    }

    /** As the fleet calls it, else as its own file does. */
    private static String name(Fleet fleet, FleetNode host, GuestConf guest) {
        String own = guest.name().isEmpty() ? Integer.toString(guest.vmid()) : guest.name();
        return fleet.guests()
                .filter(node -> host.name().equals(node.placement().host())
                        && Integer.valueOf(guest.vmid()).equals(node.placement().vmid()))
                .map(FleetNode::name)
                .findFirst()
                .orElse(own);
    }

    private static List<DeclaredExport> exports(ConfigurationTree tree, FleetNode node) {
        return tree.exports().stream()
                .filter(hosted -> node.folders().contains(hosted.folder()))
                .flatMap(hosted -> hosted.exports().stream()
                        .map(export ->
                                new DeclaredExport(export.path(), export.clients(), hosted.file(), export.line())))
                .toList();
    }

    /** What keeps the uses from being published. */
    static Stream<Problem> problems(List<DeclaredZfs> declared) {
        long characters = declared.stream().mapToLong(DatasetUses::characters).sum();
        Stream<Problem> tooMany = characters <= MOST_CHARACTERS
                ? Stream.empty()
                : declared.stream()
                        .max((a, b) -> Long.compare(characters(a), characters(b)))
                        .map(most -> tooMany(most, characters))
                        .stream();
        return Stream.concat(tooMany, declared.stream().flatMap(DatasetUses::noText));
    }

    private static long characters(DeclaredZfs zfs) {
        return zfs.mounts().toString().length()
                + (long) zfs.exports().toString().length();
    }

    private static Problem tooMany(DeclaredZfs most, long characters) {
        String what =
                "mounts of guests and NFS exports have %d characters together, %d are the most; those of %s have %d"
                        .formatted(characters, MOST_CHARACTERS, most.node(), characters(most));
        return error(file(most), what, "take out what is no longer used");
    }

    private static String file(DeclaredZfs zfs) {
        return zfs.mounts().isEmpty()
                ? zfs.exports().getFirst().file()
                : zfs.mounts().getFirst().file();
    }

    private static Stream<Problem> noText(DeclaredZfs zfs) {
        return Stream.concat(
                        zfs.mounts().stream()
                                .filter(mount -> isNoText(mount.toString()))
                                .map(DeclaredMount::file),
                        zfs.exports().stream()
                                .filter(export -> isNoText(export.toString()))
                                .map(DeclaredExport::file))
                .distinct()
                .map(file -> error(file, "the file holds a NUL, so it is no text", "take it back from git's history"));
    }

    private static boolean isNoText(String text) {
        return text.indexOf('\0') >= 0;
    }

    private static Problem error(String file, String what, String remedy) {
        return new Problem(Problem.Severity.ERROR, file, 0, 0, "", what, remedy);
    }
}
