package org.openfoodfacts.brigade.confs.lint.guests;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Formats;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.proxmox.ContainerConf;
import org.openfoodfacts.brigade.confs.proxmox.VirtualMachineConf;

/**
 * Guests with a volume on a storage that their host does not have ({@code storage_config} of PVE::Storage dies). When another host has it, the
 * guest's file stands in the wrong folder. Proxmox knows {@code local} without being told.
 */
final class GuestStorageRule implements Rule {
    private static final String FILES = """
            --- confs/host1/pve/storage.cfg
            zfspool: tank
            \tpool tank/pve
            --- confs/host2/pve/storage.cfg
            zfspool: fast
            \tpool fast/pve
            --- confs/%s/pve/lxc_113.conf
            hostname: shop-test
            rootfs: fast:subvol-113-disk-0,size=8G
            """;
    private static final RulePage PAGE = new RulePage(
            "guest-storage-unknown",
            Severity.WARNING,
            "A guest's disk is on a storage that its host does not have",
            """
            Proxmox does not start a guest whose storage it does not know. Either the guest was moved and its file is left in the folder of the \
            old host, or the storage was renamed and the next start fails.""",
            "",
            new RulePage.Failing("confs/host1/pve/lxc_113.conf:2", FILES.formatted("host1")),
            FILES.formatted("host2"));

    @Override
    public RulePage page() {
        return PAGE;
    }

    private record Volume(String storage, int line) {}

    @Override
    public void check(Repository repository, Findings findings) {
        Map<String, Set<String>> storages = new HashMap<>();
        Map<String, Set<String>> hosts = new HashMap<>();
        repository.all(Formats.SECTIONS).stream()
                .filter(read -> read.source().inFolder().equals("pve/storage.cfg"))
                .forEach(read -> read.value().entries().forEach(entry -> {
                    String host = read.source().folder();
                    storages.computeIfAbsent(host, _ -> new TreeSet<>()).add(entry.id());
                    hosts.computeIfAbsent(entry.id(), _ -> new TreeSet<>()).add(host);
                }));
        for (HostedGuest guest : HostedGuest.of(repository)) {
            Set<String> own = storages.getOrDefault(guest.host(), Set.of());
            volumes(guest)
                    .filter(volume -> !own.isEmpty() && !own.contains(volume.storage()))
                    .filter(volume -> !volume.storage().equals("local"))
                    .findFirst()
                    .ifPresent(volume -> report(guest, volume, own, hosts, findings));
        }
    }

    private static Stream<Volume> volumes(HostedGuest guest) {
        Stream<Volume> all = switch (guest.conf()) {
            case ContainerConf container ->
                container.mountPoints().stream().map(mount -> new Volume(mount.volume(), mount.line()));
            case VirtualMachineConf machine ->
                machine.disks().stream().map(disk -> new Volume(disk.volume(), disk.line()));
        };
        return all.filter(volume ->
                        !volume.storage().startsWith("/") && volume.storage().indexOf(':') > 0)
                .map(volume -> new Volume(
                        volume.storage().substring(0, volume.storage().indexOf(':')), volume.line()));
    }

    private static void report(
            HostedGuest guest, Volume volume, Set<String> own, Map<String, Set<String>> hosts, Findings findings) {
        List<String> others = List.copyOf(hosts.getOrDefault(volume.storage(), Set.of()));
        String elsewhere = others.size() == 1 ? "; " + others.getFirst() + " has it" : "";
        findings.add(
                guest.source(),
                volume.line(),
                guest.label() + " has a disk on the storage " + volume.storage() + ", which storage.cfg of "
                        + guest.host() + " does not have, so it does not start there" + elsewhere,
                others.size() == 1
                        ? "move the file to confs/" + others.getFirst() + "/pve if the guest runs there"
                        : "name a storage of " + guest.host() + " (" + String.join(", ", own) + ")");
    }
}
