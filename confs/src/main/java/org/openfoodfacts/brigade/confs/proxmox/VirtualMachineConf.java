package org.openfoodfacts.brigade.confs.proxmox;

import java.util.List;

/** A QEMU virtual machine. */
public record VirtualMachineConf(
        int vmid, String file, String name, List<NetworkDevice> networks, List<Disk> disks, ProxmoxFile written)
        implements GuestConf {
    public VirtualMachineConf {
        networks = List.copyOf(networks);
        disks = List.copyOf(disks);
    }

    /** {@code key} is the slot, for example {@code scsi0}; {@code size} as written, null when not given. */
    public record Disk(String key, String volume, String size, int line) {}
}
