package org.openfoodfacts.brigade.confs.proxmox;

import java.util.List;

/** What Proxmox knows of a guest. {@code line} in its parts is the line of the file they stand in. */
public sealed interface GuestConf permits ContainerConf, VirtualMachineConf {

    int vmid();

    /** The file it was read from, relative to the repository. */
    String file();

    /** Host name of a container, name of a virtual machine; empty when the file gives none. */
    String name();

    List<NetworkDevice> networks();

    ProxmoxFile written();

    /** {@code key} is {@code net0}; {@code address4} and {@code address6} in CIDR form, or Proxmox's words dhcp, manual, auto; null when not given. */
    record NetworkDevice(
            String key, String device, String bridge, String address4, String address6, String gateway, int line) {}
}
