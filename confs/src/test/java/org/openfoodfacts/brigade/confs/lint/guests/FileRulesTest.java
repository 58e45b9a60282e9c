package org.openfoodfacts.brigade.confs.lint.guests;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FileRulesTest {
    private static final String UNIT = "[Unit]\nDescription=x\n";
    private static final String FLEET = """
            --- fleet.yaml
            fleet: shop
            sites:
              - name: paris
              - name: lyon
            nodes:
              - {name: host1, kind: host, site: paris, addresses: [10.9.0.11], folders: [host1]}
              - {name: host2, kind: host, site: lyon, addresses: [10.9.0.12], folders: [host2]}
              - {name: proxy, kind: guest, site: paris, host: host1, vmid: 101, addresses: [10.9.0.101], folders: [proxy]}
            --- confs/host1/pve/lxc_113.conf
            hostname: shop
            net0: name=eth0,bridge=vmbr1,ip=10.9.0.113/24
            """;

    @Test
    void unitsBelongBelowSystemd() {
        assertThat(GuestFindings.places("file-misplaced", "--- confs/h/backup.timer\n" + UNIT))
                .containsExactly("NOTE confs/h/backup.timer");
        assertThat(GuestFindings.of("file-misplaced", "--- confs/h/systemd/system/backup.timer\n" + UNIT))
                .isEmpty();
        assertThat(GuestFindings.of("file-misplaced", "--- confs/common/ban/backup.timer\n" + UNIT))
                .isEmpty();
        assertThat(GuestFindings.of("file-misplaced", "--- confs/h/avahi/services/x.service\n<service-group/>\n"))
                .isEmpty();
    }

    @Test
    void aFileOfNoMachineIsMisplacedAndADocumentIsNot() {
        assertThat(GuestFindings.places(
                        "file-misplaced", "--- confs/nginx.conf\nx\n--- confs/README.md\nx\n--- x.conf\nx\n"))
                .containsExactly("NOTE confs/nginx.conf");
    }

    @Test
    void aFolderOfDocumentsIsAMachineWithoutFiles() {
        assertThat(GuestFindings.of("machine-without-files", "--- confs/common/README.md\nx\n--- confs/README.md\nx\n"))
                .isEmpty();
        assertThat(GuestFindings.places("machine-without-files", "--- confs/h/a/x.md\nx\n--- confs/h/.gitkeep\n"))
                .containsExactly("NOTE confs/h/.gitkeep");
    }

    @Test
    void aDeclaredHostNeedsAFolderAndAGuestDoesNot() {
        assertThat(GuestFindings.of("machine-without-files", FLEET))
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.place()).hasToString("fleet.yaml");
                    assertThat(f.message()).startsWith("the host host2 is declared");
                });
    }

    @Test
    void anAddressIsOwnedByGuestsOfTheFleetAndOfTheFiles() {
        String file = """
                --- confs/proxy/nginx/x.conf
                #proxy_pass http://10.9.0.7;
                proxy_pass http://10.9.0.113:8080;
                allow 10.9.0.0/24;
                allow 10.9.0.101/32;
                allow 10.9.0.128/25;
                resolver 10.9.0.1;
                deny 10.8.0.7;
                version 10.9.0.7.1;
                """;

        assertThat(GuestFindings.of("address-without-guest", FLEET + file)).isEmpty();
    }

    @Test
    void anAddressOfAnotherSiteIsNotOwnedHere() {
        String file = "--- confs/proxy/stunnel/x.conf\nconnect = 10.9.0.12:80\nconnect = 10.9.0.12:81\n";

        assertThat(GuestFindings.places("address-without-guest", FLEET + file))
                .containsExactly("WARNING confs/proxy/stunnel/x.conf:1");
        assertThat(GuestFindings.of("address-without-guest", file)).isEmpty();
        assertThat(GuestFindings.of("address-without-guest", FLEET + file.replace("confs/proxy", "confs/host2")))
                .isEmpty();
    }

    @Test
    void theLastOfTwoValuesInAFileHolds() {
        String options = "--- confs/h/modprobe.d/zfs.conf\noptions zfs a=1 b=2\noptions zfs a=%s\noptions zfss b=3\n";

        assertThat(GuestFindings.places("kernel-setting-twice", options.formatted("2")))
                .containsExactly("WARNING confs/h/modprobe.d/zfs.conf:2");
        assertThat(GuestFindings.of("kernel-setting-twice", options.formatted("1")))
                .isEmpty();
        assertThat(GuestFindings.of("kernel-setting-twice", "--- confs/h/sysctl.d/x.conf\na.b=1\n-a.*\na/b = 1\n"))
                .isEmpty();
    }
}
