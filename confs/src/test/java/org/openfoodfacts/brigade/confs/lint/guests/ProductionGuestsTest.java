package org.openfoodfacts.brigade.confs.lint.guests;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProductionGuestsTest {
    private static final String FLEET = """
            --- fleet.yaml
            fleet: shop
            sites:
              - name: paris
            nodes:
              - {name: host1, kind: host, site: paris, folders: [host1]}
              - {name: trial, kind: guest, site: paris, host: host1, vmid: 113, roles: [staging]}
            """;

    @Test
    void aGuestThatIsMissedAfterARebootIsGuessed() {
        String guest = "--- confs/host1/pve/lxc_113.conf\nhostname: shop\nonboot: 0\n";

        assertThat(GuestFindings.of("guest-without-onboot", guest))
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.place()).hasToString("confs/host1/pve/lxc_113.conf:2");
                    assertThat(f.message()).contains("113 (shop)", "reboot of host1", "guessed");
                });
        assertThat(GuestFindings.places("guest-without-protection", guest))
                .containsExactly("WARNING confs/host1/pve/lxc_113.conf");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hostname: shop-staging",
                "hostname: test-shop",
                "hostname: old-shop",
                "hostname: debian-template",
                "hostname: shop\ntemplate: 1",
                "hostname: shop\ntags: web;staging",
                "memory: 512"
            })
    void whatNobodyWouldMissIsSilent(String lines) {
        String guest = "--- confs/host1/pve/lxc_113.conf\n" + lines + "\n";

        assertThat(GuestFindings.of("guest-without-onboot", guest)).isEmpty();
        assertThat(GuestFindings.of("guest-without-protection", guest)).isEmpty();
    }

    @Test
    void aHostThatIsStagingHasNoProductionGuests() {
        String guest = "--- confs/host-staging/pve/lxc_113.conf\nhostname: shop\n";

        assertThat(GuestFindings.of("guest-without-onboot", guest)).isEmpty();
    }

    @Test
    void whatHighAvailabilityStartsNeedsNoOnboot() {
        String guest = """
                --- confs/host1/pve/lxc_113.conf
                hostname: shop
                --- confs/host1/pve/qemu_114.conf
                name: search
                --- confs/host1/pve/ha/resources.cfg
                ct: 113
                    state started
                """;

        assertThat(GuestFindings.places("guest-without-onboot", guest))
                .containsExactly("WARNING confs/host1/pve/qemu_114.conf");
    }

    @Test
    void whatTheFleetSaysIsStagingIsSilent() {
        String guest = "--- confs/host1/pve/lxc_113.conf\nhostname: shop\n";

        assertThat(GuestFindings.of("guest-without-onboot", FLEET + guest)).isEmpty();
        assertThat(GuestFindings.of("guest-without-onboot", guest)).hasSize(1);
    }
}
