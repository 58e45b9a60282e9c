package org.openfoodfacts.brigade.inventory.domain;

import java.util.List;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.confs.proxmox.ContainerConf;
import org.openfoodfacts.brigade.confs.proxmox.GuestConf;
import org.openfoodfacts.brigade.confs.proxmox.VirtualMachineConf;

/** What the declared Proxmox file says of a guest. {@code type} is lxc or qemu; a number that the file does not give is 0. */
public record ProxmoxGuest(
        String type,
        String file,
        int cores,
        long memoryMebibytes,
        boolean onBoot,
        boolean protection,
        List<String> networks,
        List<String> volumes) {
    public ProxmoxGuest {
        networks = List.copyOf(networks);
        volumes = List.copyOf(volumes);
    }

    public static ProxmoxGuest of(GuestConf guest) {
        Stream<String> volumes = switch (guest) {
            case ContainerConf container -> container.mountPoints().stream().map(m -> m.volume() + " on " + m.path());
            case VirtualMachineConf machine -> machine.disks().stream().map(d -> d.volume() + " as " + d.key());
        };
        return new ProxmoxGuest(
                guest instanceof ContainerConf ? "lxc" : "qemu",
                guest.file(),
                (int) number(guest, "cores"),
                number(guest, "memory"),
                guest.written().isOn("onboot"),
                guest.written().isOn("protection"),
                guest.networks().stream().map(ProxmoxGuest::network).toList(),
                volumes.toList());
    }

    private static String network(GuestConf.NetworkDevice device) {
        String address = device.address4() == null ? "no address" : device.address4();
        return device.key() + " " + address + " on " + device.bridge();
    }

    private static long number(GuestConf guest, String key) {
        return guest.written()
                .value(key)
                .filter(v -> v.matches("\\d{1,9}"))
                .map(Long::parseLong)
                .orElse(0L);
    }
}
