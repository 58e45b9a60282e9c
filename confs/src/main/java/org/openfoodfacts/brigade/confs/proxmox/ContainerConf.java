package org.openfoodfacts.brigade.confs.proxmox;

import java.util.List;

/** An LXC container. */
public record ContainerConf(
        int vmid,
        String file,
        String name,
        List<NetworkDevice> networks,
        List<MountPoint> mountPoints,
        List<IdMapping> idMappings,
        ProxmoxFile written)
        implements GuestConf {
    public ContainerConf {
        networks = List.copyOf(networks);
        mountPoints = List.copyOf(mountPoints);
        idMappings = List.copyOf(idMappings);
    }

    /**
     * {@code key} is {@code rootfs}, {@code mp0} or {@code lxc.mount.entry}, which several may have; {@code volume} a volume ({@code pool:name})
     * or a path on the host.
     */
    public record MountPoint(String key, String volume, String path, int line) {
        public static final String LXC_ENTRY = "lxc.mount.entry";
    }

    /** {@code count} ids of the container from {@code inside} on are the host's from {@code outside} on; {@code type} u or g. */
    public record IdMapping(char type, long inside, long outside, long count, int line) {}
}
