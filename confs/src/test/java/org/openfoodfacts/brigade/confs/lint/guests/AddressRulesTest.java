package org.openfoodfacts.brigade.confs.lint.guests;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AddressRulesTest {
    private static final String FLEET = """
            --- fleet.yaml
            fleet: shop
            sites:
              - name: paris
            nodes:
              - {name: host1, kind: host, site: paris, folders: [host1], addresses: [10.9.1.1]}
              - {name: host2, kind: host, site: paris, folders: [host2], addresses: [10.9.1.2]}
            """;

    @Test
    void twoGatewaysOfAVirtualMachineAreAGuess() {
        String machine = """
                --- confs/h/pve/qemu_200.conf
                net0: virtio=AA:BB:CC:DD:EE:FF,bridge=vmbr1
                net1: virtio=AA:BB:CC:DD:EE:F0,bridge=vmbr0
                ipconfig0: ip=10.9.0.200/24,gw=10.9.0.1
                ipconfig1: ip=192.0.2.2/27,gw=192.0.2.1
                """;

        assertThat(GuestFindings.places("guest-with-two-gateways", machine))
                .containsExactly("WARNING confs/h/pve/qemu_200.conf:2");
    }

    @Test
    void oneGatewayOfEachFamilyIsRight() {
        assertThat(GuestFindings.of("guest-with-two-gateways", guest("h", 101, "10.9.0.101", "10.9.0.1,gw6=fd00::1")))
                .isEmpty();
    }

    @Test
    void aCardThatIsUnpluggedHasNoGateway() {
        String proxy = """
                --- confs/h/pve/lxc_101.conf
                net0: name=eth0,bridge=vmbr1,gw=10.9.0.1,ip=10.9.0.101/24%s
                net1: name=eth1,bridge=vmbr0,gw=192.0.2.1,ip=192.0.2.7/27
                """;

        assertThat(GuestFindings.places("guest-with-two-gateways", proxy.formatted("")))
                .containsExactly("ERROR confs/h/pve/lxc_101.conf:2");
        assertThat(GuestFindings.of("guest-with-two-gateways", proxy.formatted(",link_down=1")))
                .isEmpty();
    }

    @Test
    void oneAddressInTwoVlansIsRight() {
        String guests =
                guest("h", 101, "10.9.0.101", "10.9.1.1,tag=7") + guest("h", 102, "10.9.0.101", "10.9.1.1,tag=8");

        assertThat(GuestFindings.of("guest-address-twice", guests)).isEmpty();
        assertThat(GuestFindings.of("guest-address-twice", guests.replace("tag=8", "tag=7")))
                .hasSize(1);
    }

    @Test
    void aGatewayOutsideOfTheSubnetIsRight() {
        String guests = guest("h", 101, "10.9.0.101", "10.9.1.1")
                + guest("h", 102, "10.9.0.102", "10.9.1.1")
                + guest("h", 103, "10.9.0.103", "10.9.1.1");

        assertThat(GuestFindings.of("guest-gateway-elsewhere", guests)).isEmpty();
    }

    @Test
    void withTheFleetTheGatewayThatIsAnotherHostIsKnown() {
        String moved =
                FLEET + guest("host2", 101, "10.9.0.101", "10.9.1.1") + guest("host1", 102, "10.9.0.102", "10.9.1.1");

        assertThat(GuestFindings.of("guest-gateway-elsewhere", moved))
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.place()).hasToString("confs/host2/pve/lxc_101.conf:1");
                    assertThat(f.message())
                            .contains("is host1 and not its own host host2")
                            .doesNotContain("guessed");
                });
    }

    @Test
    void aFewGuestsMakeNoConvention() {
        String guests = guest("h", 101, "10.9.0.101", "10.9.1.1") + guest("h", 102, "10.9.0.7", "10.9.1.2");

        assertThat(GuestFindings.of("guest-gateway-elsewhere", guests)).isEmpty();
        assertThat(GuestFindings.of("guest-address-convention", guests)).isEmpty();
    }

    @Test
    void anIdThatIsNoNumberOfAnAddressBreaksNoConvention() {
        String guests = guest("h", 101, "10.9.0.101", "10.9.1.1")
                + guest("h", 102, "10.9.0.102", "10.9.1.1")
                + guest("h", 103, "10.9.0.103", "10.9.1.1")
                + guest("h", 1204, "10.9.0.24", "10.9.1.1");

        assertThat(GuestFindings.of("guest-address-convention", guests)).isEmpty();
        assertThat(GuestFindings.of("guest-address-convention", guests + guest("h", 105, "10.9.0.15", "10.9.1.1")))
                .hasSize(1);
    }

    @Test
    void theSameAddressAtTwoHostsIsRightUnlessTheyShareASite() {
        String guests = guest("north1", 101, "10.9.0.101", "10.9.1.1") + guest("south1", 102, "10.9.0.101", "10.9.1.2");
        String fleet = FLEET.replace("host1", "north1").replace("host2", "south1");

        assertThat(GuestFindings.of("guest-address-twice", guests)).isEmpty();
        assertThat(GuestFindings.places("guest-address-twice", fleet + guests))
                .containsExactly("WARNING confs/south1/pve/lxc_102.conf:1");
    }

    @Test
    void hostsThatDifferInTheirNumberAreGuessedToShareASite() {
        String guests = guest("north1", 101, "10.9.0.101", "10.9.1.1") + guest("north2", 102, "10.9.0.101", "10.9.1.2");

        assertThat(GuestFindings.of("guest-address-twice", guests))
                .singleElement()
                .satisfies(f -> assertThat(f.message()).contains("(guessed: the hosts north1, 2"));
        assertThat(GuestFindings.of("guest-address-twice", guests.replace("102", "101")))
                .as("one id at two hosts that may be at two sites")
                .isEmpty();
    }

    @Test
    void aGlobalAddressOfIpv6ExistsOnceInAnySpelling() {
        String one = "--- confs/north1/pve/lxc_101.conf\nnet0: name=eth0,bridge=vmbr1,ip6=2001:db8::a/64\n";
        String other = "--- confs/south1/pve/lxc_102.conf\nnet0: name=eth0,bridge=vmbr1,ip6=2001:0DB8:0:0::000A/64\n";

        assertThat(GuestFindings.places("guest-address-twice", one + other))
                .containsExactly("WARNING confs/south1/pve/lxc_102.conf:1");
        assertThat(GuestFindings.of("guest-address-twice", (one + other).replace("2001:", "fd01:")))
                .as("a local one may be at two sites")
                .isEmpty();
        assertThat(GuestFindings.of("guest-address-twice", (one + other).replaceAll("ip6=[^/]*/64", "ip6=auto")))
                .isEmpty();
    }

    @Test
    void aGuestWithTheAddressOfItsHostIsFound() {
        String host =
                "--- confs/h/network/interfaces\niface vmbr1 inet static\n\taddress 10.9.0.1/24\n#\taddress 10.9.0.102\n";

        assertThat(GuestFindings.places("guest-address-twice", host + guest("h", 101, "10.9.0.1", "10.9.1.1")))
                .containsExactly("WARNING confs/h/pve/lxc_101.conf:1");
        assertThat(GuestFindings.of("guest-address-twice", host + guest("h", 102, "10.9.0.102", "10.9.0.1")))
                .isEmpty();
    }

    @Test
    void aCopyThatStaysOffIsAGuessAndATemplateSilent() {
        String guest = guest("h", 101, "10.9.0.101", "10.9.1.1") + "onboot: 1\n";
        String copy = guest("h", 102, "10.9.0.101", "10.9.1.1");

        assertThat(GuestFindings.places("guest-address-twice", guest + copy))
                .containsExactly("WARNING confs/h/pve/lxc_102.conf:1");
        assertThat(GuestFindings.of("guest-address-twice", guest + copy + "template: 1\n"))
                .isEmpty();
    }

    @Test
    void oneIdInTwoFilesOfAHostIsFound() {
        String guests = "--- confs/h/pve/lxc_101.conf\nhostname: a\n--- confs/h/pve/qemu_101.conf\nname: b\n";

        assertThat(GuestFindings.places("guest-twice", guests)).containsExactly("WARNING confs/h/pve/qemu_101.conf");
    }

    @Test
    void theSameIdAndNameAtTwoHostsIsOneGuestOnlyWithTheSameCard() {
        String one = "--- confs/host1/pve/lxc_101.conf\nhostname: proxy\nnet0: name=eth0,hwaddr=02:00:5E:00:00:0A\n";
        String moved = one.replace("host1", "host2").replace("0A", "0a");
        String other = moved.replace("0a", "0b");

        assertThat(GuestFindings.places("guest-twice", one + moved))
                .containsExactly("WARNING confs/host2/pve/lxc_101.conf");
        assertThat(GuestFindings.of("guest-twice", one + other)).isEmpty();
    }

    private static String guest(String host, int id, String address, String gateway) {
        return "--- confs/%s/pve/lxc_%d.conf\nnet0: name=eth0,bridge=vmbr1,gw=%s,ip=%s/24\n"
                .formatted(host, id, gateway, address);
    }
}
