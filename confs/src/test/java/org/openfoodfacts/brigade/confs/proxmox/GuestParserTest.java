package org.openfoodfacts.brigade.confs.proxmox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.confs.Examples;
import org.openfoodfacts.brigade.confs.Mutations;
import org.openfoodfacts.brigade.confs.Parsed;
import org.openfoodfacts.brigade.confs.Problem;
import org.openfoodfacts.brigade.confs.proxmox.ContainerConf.IdMapping;
import org.openfoodfacts.brigade.confs.proxmox.ContainerConf.MountPoint;
import org.openfoodfacts.brigade.confs.proxmox.VirtualMachineConf.Disk;

class GuestParserTest {
    private static final String CONTAINER = """
            #Holds the mail%3A see the wiki, 100%25 private
            # second line
            arch: amd64
            hostname: mail
            mp0: /zfs-hdd/mail,mp=/var/mail,backup=0
            mp1: zfs-hdd:subvol-120-disk-1,mp=/srv,size=8G
            net0: name=eth0,bridge=vmbr1,gw=10.1.0.1,hwaddr=BC:24:11:00:20:01,ip=10.1.0.120/24,ip6=auto,type=veth
            onboot: 1
            rootfs: zfs-hdd:subvol-120-disk-0,size=20G
            unprivileged: 1
            lxc.idmap: u 0 100000 999
            lxc.cgroup2.devices.allow = c 10:200 rwm
            lxc.mount.entry: /zfs-hdd/off mnt/off none rbind,create=dir

            [before-upgrade]
            hostname: mail
            onboot: 0
            snaptime: 1767950000
            """;

    @Test
    void aContainerIsReadWithTheLinesOfItsParts() {
        ContainerConf guest = (ContainerConf) read("confs/n1/pve/lxc_120.conf", CONTAINER);

        assertThat(guest.vmid()).isEqualTo(120);
        assertThat(guest.name()).isEqualTo("mail");
        assertThat(guest.written().description()).isEqualTo("Holds the mail: see the wiki, 100% private\n second line");
        assertThat(guest.written().isOn("onboot")).isTrue();
        assertThat(guest.mountPoints())
                .containsExactly(
                        new MountPoint("mp0", "/zfs-hdd/mail", "/var/mail", 5),
                        new MountPoint("mp1", "zfs-hdd:subvol-120-disk-1", "/srv", 6),
                        new MountPoint("rootfs", "zfs-hdd:subvol-120-disk-0", "/", 9),
                        new MountPoint("lxc.mount.entry", "/zfs-hdd/off", "/mnt/off", 13));
        assertThat(guest.networks().getFirst().address4()).isEqualTo("10.1.0.120/24");
        assertThat(guest.networks().getFirst().address6()).isEqualTo("auto");
        assertThat(guest.idMappings()).containsExactly(new IdMapping('u', 0, 100000, 999, 11));
        assertThat(guest.written().sections())
                .extracting(ProxmoxFile.Section::name)
                .containsExactly("before-upgrade");
    }

    @Test
    void mountEntriesOfLxcAreReadAsFstabIs() {
        ContainerConf guest = (ContainerConf) read("confs/n1/pve/lxc_120.conf", """
                lxc.mount.entry: /tank/a\\040b\\134c\\000 \t srv/x\\011y none bind,create=dir 0 0
                lxc.mount.entry = /dev/net/tun /dev/net/tun none bind,create=file
                lxc.mount.entry: /tank/bare srv/bare
                lxc.mount.entry: proc proc proc nodev,noexec,nosuid 0 0
                lxc.mount.entry: tmpfs run tmpfs rw
                lxc.mount.entry: /tank/alone
                lxc.mount.entry:
                lxc.mount.auto: cgroup:rw
                """);

        assertThat(guest.mountPoints())
                .containsExactly(
                        new MountPoint("lxc.mount.entry", "/tank/a b\\c\\000", "/srv/x\ty", 1),
                        new MountPoint("lxc.mount.entry", "/dev/net/tun", "/dev/net/tun", 2),
                        new MountPoint("lxc.mount.entry", "/tank/bare", "/srv/bare", 3));
    }

    @Test
    void aVirtualMachineIsReadWithItsDisksAndCloudInitAddress() {
        String text = Examples.text(Examples.FLEET.resolve("confs/south1/pve/qemu_113.conf"));
        VirtualMachineConf guest = (VirtualMachineConf) read("confs/south1/pve/qemu_113.conf", text);

        assertThat(guest.name()).isEqualTo("staging");
        assertThat(guest.networks().getFirst().bridge()).isEqualTo("vmbr1");
        assertThat(guest.networks().getFirst().address4()).isEqualTo("10.1.0.113/24");
        assertThat(guest.disks()).containsExactly(new Disk("scsi0", "zfs-hdd:vm-113-disk-0", "64G", 11));
    }

    @Test
    void whatProxmoxWouldIgnoreIsAWarningWithItsLine() {
        String text =
                "hostname mail\nmp0: /a\nnet0: name=eth0,ip=10.1.0.300/24\nlxc.idmap: u 0 x\nonboot: 1\nonboot: 0\n";
        Parsed<GuestConf> parsed = GuestParser.parse("confs/n1/lxc/120.conf", text);

        assertThat(parsed.hasErrors()).isFalse();
        assertThat(parsed.problems()).extracting(Problem::line).containsExactlyInAnyOrder(1, 2, 3, 4, 6);
    }

    @Test
    void aGuestsFileIsKnownByItsName() {
        assertThat(List.of(
                        "confs/a/pve/lxc_113.conf",
                        "confs/a/pve/lxc/113.conf",
                        "confs/a/pve/qemu-server/200.conf",
                        "confs/a/pve/qemu_200.conf"))
                .allMatch(GuestParser::isGuestFile);
        assertThat(List.of("confs/a/pve/storage.cfg", "confs/a/nginx/113.conf", "confs/a/pve/lxc_113.conf.old"))
                .noneMatch(GuestParser::isGuestFile);
    }

    @Property(tries = 2000)
    void damagedInputNeverThrows(@ForAll("damaged") String text) {
        assertThat(GuestParser.parse("confs/n1/pve/lxc_120.conf", text).value()).isNotNull();
        assertThat(GuestParser.parse("confs/n1/pve/qemu_120.conf", text).value())
                .isNotNull();
    }

    @Property
    void whatIsPrintedParsesToTheSame(@ForAll("files") ProxmoxFile file) {
        String once = ProxmoxText.print(file);
        ProxmoxFile parsed = ProxmoxText.parse("x", once).value();

        assertThat(parsed.description()).isEqualTo(file.description());
        assertThat(parsed.properties())
                .extracting(p -> p.key() + "=" + p.value())
                .containsExactlyElementsOf(file.properties().stream()
                        .map(p -> p.key() + "=" + p.value())
                        .toList());
        assertThat(parsed.sections()).hasSameSizeAs(file.sections());
        assertThat(ProxmoxText.print(parsed)).isEqualTo(once);
    }

    @Provide
    Arbitrary<String> damaged() {
        return Mutations.of(CONTAINER);
    }

    @Provide
    Arbitrary<ProxmoxFile> files() {
        Arbitrary<String> key = Arbitraries.of("hostname", "memory", "mp0", "net1", "onboot", "lxc.idmap", "lxc.a.b");
        Arbitrary<String> value = Arbitraries.strings()
                .withCharRange('!', '~')
                .withChars('é')
                .ofMinLength(1)
                .ofMaxLength(20);
        Arbitrary<List<ProxmoxFile.Property>> properties = Combinators.combine(key, value)
                .as((k, v) -> new ProxmoxFile.Property(k, v, 0))
                .list()
                .ofMaxSize(6)
                .uniqueElements(ProxmoxFile.Property::key);
        Arbitrary<String> description = Arbitraries.strings()
                .withCharRange(' ', '~')
                .withChars('é', '日')
                .ofMaxLength(30)
                .map(String::strip);
        Arbitrary<ProxmoxFile.Section> section =
                Combinators.combine(description, properties).as((d, p) -> new ProxmoxFile.Section("snap", d, p, 0));
        return Combinators.combine(description, properties, section.list().ofMaxSize(3))
                .as(ProxmoxFile::new);
    }

    private static GuestConf read(String file, String text) {
        Parsed<GuestConf> parsed = GuestParser.parse(file, text);
        assertThat(parsed.problems()).isEmpty();
        return parsed.value();
    }
}
