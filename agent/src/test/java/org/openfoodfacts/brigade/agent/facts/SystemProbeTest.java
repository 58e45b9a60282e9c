package org.openfoodfacts.brigade.agent.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.agent.testing.AsNobody;

class SystemProbeTest {
    @Test
    void osReleaseIsReadWithAndWithoutQuotes() {
        assertThat(SystemProbe.osRelease(
                        List.of("# comment", "NAME=\"Debian GNU/Linux\"", "VERSION_ID='12'", "ID=debian", "X")))
                .containsEntry("NAME", "Debian GNU/Linux")
                .containsEntry("VERSION_ID", "12")
                .containsEntry("ID", "debian")
                .hasSize(3);
    }

    @Test
    void aFileThatIsThereAndCannotBeReadIsSeenAndOneThatIsMissingIsNone(@TempDir Path root) throws IOException {
        Path file = Files.createFile(root.resolve("os-release"), PosixFilePermissions.asFileAttribute(Set.of()));

        try (AsNobody _ = new AsNobody(root, file)) {
            assertThatThrownBy(() -> MachineFiles.lines(file))
                    .isInstanceOf(UnseenException.class)
                    .hasMessageContaining(file.toString());
            assertThat(MachineFiles.lines(root.resolve("missing"))).isEmpty();
        }
    }

    @Test
    void versionsAreFoundInWhatToolsSay() {
        assertThat(CapabilitiesProbe.parse("nginx version: nginx/1.22.1")).contains("1.22.1");
        assertThat(CapabilitiesProbe.parse("systemd 252 (252.39-1~deb12u2)\n+PAM"))
                .contains("252");
        assertThat(CapabilitiesProbe.parse("zfs-2.3.2-1\nzfs-kmod-2.3.2-1")).contains("2.3.2-1");
        assertThat(CapabilitiesProbe.parse("Initializing\nstunnel 5.68 on x86_64-pc-linux-gnu"))
                .contains("5.68");
        assertThat(CapabilitiesProbe.parse("Fail2Ban v1.0.2")).contains("1.0.2");
        assertThat(CapabilitiesProbe.parse("none")).isEmpty();
    }

    @Property
    void noTextMakesItFail(@ForAll String text, @ForAll List<String> lines) {
        assertThatCode(() -> CapabilitiesProbe.parse(text)).doesNotThrowAnyException();
        assertThatCode(() -> SystemProbe.osRelease(lines)).doesNotThrowAnyException();
    }
}
