package org.openfoodfacts.brigade.confs.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.confs.source.FolderReader;

/** What lint finds in real files, each read and found true by a person; and nothing in our own example. */
class RealFilesTest {
    private static final Path CORPUS = Path.of("..", "..", "shared", "corpus");
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 24);

    private static final String TRUE = """
            error script-result-lost common/systemd/system/syncoid.service:18
            error unit-alert-of-another ovh-stunnel-client/systemd/system/stunnel@.service.d/override.conf:3
            note firewall-include-all common/fail2ban-nftables/nftables.conf:17
            note nginx-auth-on-part ovh1-reverse-proxy/nginx/conf.d/openfoodfacts.net.conf:30
            note nginx-pattern-unanchored ovh1-reverse-proxy/nginx/conf.d/robotoff.conf:17
            note nginx-stapling-without-ocsp proxy-off/nginx/openfoodfacts.org:39
            note nginx-stapling-without-ocsp proxy-off/nginx/pro.openfoodfacts.org:29
            note policy-unused-template off2/sanoid/sanoid.conf:131
            note unit-drop-in-ignored off2/systemd/sanoid.service.d/override.conf
            warning ban-parameter-unknown common/fail2ban-nftables/action.d/nftables-common.local:2
            warning guest-without-onboot off2/pve/lxc_113.conf
            warning guest-without-protection off2/pve/lxc_113.conf
            warning idmap-hole off2/pve/lxc_101.conf:14
            warning idmap-hole off2/pve/lxc_110.conf:33
            warning idmap-hole off2/pve/lxc_111.conf:25
            warning idmap-hole off2/pve/lxc_112.conf:25
            warning idmap-hole off2/pve/lxc_113.conf:27
            warning idmap-hole off2/pve/lxc_114.conf:24
            warning nginx-certificate-of-another-name ovh1-reverse-proxy/nginx/conf.d/robotoff.conf:24
            warning nginx-comparison-never-matches proxy-off/nginx/openfoodfacts.org:126
            warning nginx-comparison-never-matches proxy-off/nginx/openfoodfacts.org:88
            warning nginx-header-lost proxy-off/nginx/openfoodfacts.org:67
            warning nginx-limit-dry-run proxy-off/nginx/openfoodfacts.org:161
            warning nginx-old-tls proxy-off/nginx/openfoodfacts.org:33
            warning nginx-old-tls proxy-off/nginx/pro.openfoodfacts.org:23
            warning nginx-pattern-unanchored ovh1-reverse-proxy/nginx/conf.d/openfoodfacts.net.conf:45
            warning policy-toggle off2/sanoid/sanoid.conf:143
            warning unit-alert-template-missing ovh-stunnel-client/systemd/system/stunnel@.service.d/override.conf:3
            warning unit-key-wrong-section common/systemd/system/nginx.service.d/override.conf:7
            """;

    @Test
    void everyFindingInTheUsersFilesIsOneThatWasReadAndIsTrue() throws IOException {
        assumeTrue(Files.isDirectory(CORPUS), "the corpus of the users' files is not on this machine");
        List<String> found = Lint.run(FolderReader.read(CORPUS), TODAY).stream()
                .map(f -> f.severity().id() + " " + f.rule() + " "
                        + f.place().toString().replace("confs/", ""))
                .toList();

        assertThat(found).containsExactlyInAnyOrderElementsOf(TRUE.lines().toList());
    }

    @Test
    void theExampleFleetIsClean() throws IOException {
        assertThat(Lint.run(FolderReader.read(Path.of("../deploy/examples/fleet")), TODAY))
                .isEmpty();
    }
}
