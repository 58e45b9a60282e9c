package org.openfoodfacts.brigade.confs.proxmox;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.confs.Networks;
import org.openfoodfacts.brigade.confs.Parsed;
import org.openfoodfacts.brigade.confs.Problem;
import org.openfoodfacts.brigade.confs.proxmox.ContainerConf.IdMapping;
import org.openfoodfacts.brigade.confs.proxmox.ContainerConf.MountPoint;
import org.openfoodfacts.brigade.confs.proxmox.GuestConf.NetworkDevice;
import org.openfoodfacts.brigade.confs.proxmox.ProxmoxFile.Property;
import org.openfoodfacts.brigade.confs.proxmox.VirtualMachineConf.Disk;

/** Reads a guest's Proxmox file into its type. A value that is not of its form is a warning and left out. */
public final class GuestParser {
    private static final Pattern FILE = Pattern.compile("(?:.*/)?(lxc|qemu|qemu-server)[/_-](\\d{3,9})\\.conf");
    private static final Pattern MOUNT_POINT = Pattern.compile("mp\\d+");
    private static final Pattern NETWORK = Pattern.compile("net\\d+");
    private static final Pattern DISK = Pattern.compile("(scsi|virtio|sata|ide)\\d+|efidisk0|tpmstate0");
    private static final Pattern ID_MAPPING = Pattern.compile("([ug])\\s+(\\d{1,10})\\s+(\\d{1,10})\\s+(\\d{1,10})");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(040|011|012|134)");
    private static final List<String> ADDRESS_WORDS = List.of("dhcp", "manual", "auto");

    private final String file;
    private final List<Problem> problems = new ArrayList<>();

    private GuestParser(String file) {
        this.file = file;
    }

    /** True for {@code …/lxc/113.conf}, {@code …/lxc_113.conf}, {@code …/qemu-server/200.conf}, {@code …/qemu_200.conf}. */
    public static boolean isGuestFile(String file) {
        return FILE.matcher(file).matches();
    }

    /** @throws IllegalArgumentException when the name is not that of a guest's file */
    public static Parsed<GuestConf> parse(String file, String text) {
        Matcher name = FILE.matcher(file);
        if (!name.matches()) {
            throw new IllegalArgumentException(file + " is not the name of a guest's file");
        }
        Parsed<ProxmoxFile> written = ProxmoxText.parse(file, text);
        GuestParser parser = new GuestParser(file);
        parser.problems.addAll(written.problems());
        int vmid = Integer.parseInt(name.group(2));
        GuestConf guest = name.group(1).equals("lxc")
                ? parser.container(vmid, written.value())
                : parser.virtualMachine(vmid, written.value());
        return new Parsed<>(guest, parser.problems);
    }

    private ContainerConf container(int vmid, ProxmoxFile written) {
        List<NetworkDevice> networks = new ArrayList<>();
        List<MountPoint> mountPoints = new ArrayList<>();
        List<IdMapping> idMappings = new ArrayList<>();
        for (Property property : written.properties()) {
            String key = property.key();
            if (key.equals("rootfs") || MOUNT_POINT.matcher(key).matches()) {
                mountPoint(property).ifPresent(mountPoints::add);
            } else if (NETWORK.matcher(key).matches()) {
                OptionList options = OptionList.parse(property.value(), "type");
                networks.add(network(property, options.get("name"), options, options));
            } else if (key.equals(MountPoint.LXC_ENTRY)) {
                lxcMount(property).ifPresent(mountPoints::add);
            } else if (key.equals("lxc.idmap")) {
                idMapping(property).ifPresent(idMappings::add);
            }
        }
        String name = written.value("hostname").orElse("");
        return new ContainerConf(vmid, file, name, networks, mountPoints, idMappings, written);
    }

    private VirtualMachineConf virtualMachine(int vmid, ProxmoxFile written) {
        List<NetworkDevice> networks = new ArrayList<>();
        List<Disk> disks = new ArrayList<>();
        for (Property property : written.properties()) {
            OptionList options = OptionList.parse(property.value(), "file");
            if (NETWORK.matcher(property.key()).matches()) {
                String config = written.value("ipconfig" + property.key().substring("net".length()))
                        .orElse("");
                networks.add(network(property, property.key(), options, OptionList.parse(config, "")));
            } else if (DISK.matcher(property.key()).matches() && !options.head().equals("none")) {
                disks.add(new Disk(property.key(), options.head(), options.get("size"), property.line()));
            }
        }
        String name = written.value("name").orElse("");
        return new VirtualMachineConf(vmid, file, name, networks, disks, written);
    }

    private NetworkDevice network(Property property, String device, OptionList link, OptionList ip) {
        return new NetworkDevice(
                property.key(),
                device,
                link.get("bridge"),
                address(property, ip.get("ip")),
                address(property, ip.get("ip6")),
                ip.get("gw"),
                property.line());
    }

    private String address(Property property, String written) {
        if (written == null || ADDRESS_WORDS.contains(written) || Networks.isCidr(written)) {
            return written;
        }
        warn(property, "'" + written + "' is no address", "write address/prefix length, dhcp, auto or manual");
        return null;
    }

    private Optional<MountPoint> mountPoint(Property property) {
        OptionList options = OptionList.parse(property.value(), "volume");
        boolean root = property.key().equals("rootfs");
        String path = root ? "/" : options.get("mp");
        if (options.head().isEmpty() || path == null) {
            warn(property, "the mount point has no " + (path == null ? "mp=" : "volume"), "write /source,mp=/target");
            return Optional.empty();
        }
        return Optional.of(new MountPoint(property.key(), options.head(), path, property.line()));
    }

    /** A line as in fstab, its target below the container's root. One whose source is no path of the host (proc, tmpfs) mounts nothing of it. */
    private static Optional<MountPoint> lxcMount(Property property) {
        String[] fields = property.value().strip().split("[ \\t]+");
        if (fields.length < 2 || !fields[0].startsWith("/")) {
            return Optional.empty();
        }
        String target = unescaped(fields[1]);
        return Optional.of(new MountPoint(
                property.key(), unescaped(fields[0]), target.startsWith("/") ? target : "/" + target, property.line()));
    }

    /** As getmntent(3) does: it knows no other escapes. */
    private static String unescaped(String field) {
        return ESCAPE.matcher(field)
                .replaceAll(
                        escape -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(escape.group(1), 8))));
    }

    private Optional<IdMapping> idMapping(Property property) {
        Matcher mapping = ID_MAPPING.matcher(property.value());
        if (!mapping.matches()) {
            warn(property, "'" + property.value() + "' is no id mapping", "write u or g, then three numbers");
            return Optional.empty();
        }
        return Optional.of(new IdMapping(
                mapping.group(1).charAt(0),
                Long.parseLong(mapping.group(2)),
                Long.parseLong(mapping.group(3)),
                Long.parseLong(mapping.group(4)),
                property.line()));
    }

    private void warn(Property property, String what, String remedy) {
        problems.add(new Problem(Problem.Severity.WARNING, file, property.line(), 1, property.key(), what, remedy));
    }
}
