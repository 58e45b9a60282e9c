package org.openfoodfacts.brigade.agent.tools.psk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.exec.ExecResult;

class StunnelSectionsTest {
    private static final String FILE = "/etc/stunnel/psk/metrics.txt";

    @TempDir
    Path root;

    private Path folder;

    @BeforeEach
    void stunnelIsInstalled() throws IOException {
        folder = Files.createDirectories(root.resolve("etc/stunnel"));
    }

    @Test
    void theInstancesThatReadTheFileAreFoundAndTheUserTheyRunAs() throws IOException {
        Files.writeString(folder.resolve("fleet.conf"), """
                ; PSKsecrets = /etc/stunnel/psk/metrics.txt
                setuid = stunnel4
                [mongodb]
                PSKsecrets = /etc/stunnel/psk/mongodb.txt
                [metrics]
                pskSecrets=/etc/stunnel/psk/metrics.txt
                """);
        Files.writeString(folder.resolve("other.conf"), "[x]\nPSKsecrets = /etc/stunnel/psk/metrics.txt.old\n");
        Files.writeString(folder.resolve("notes.txt"), "[x]\nPSKsecrets = " + FILE + "\n");

        StunnelSections readers = readers();

        assertThat(readers.instances()).containsExactly("fleet");
        assertThat(readers.sections())
                .singleElement()
                .extracting(StunnelSections.Section::name)
                .isEqualTo("metrics");
        assertThat(readers.user()).contains("stunnel4");
    }

    @Test
    void aClientWithAFixedIdentityWouldNotUseTheNewKey() throws IOException {
        Files.writeString(
                folder.resolve("fleet.conf"),
                "[metrics]\nclient = yes\nPSKsecrets = " + FILE + "\nPSKidentity = metrics\n");

        assertThat(readers().clientObjection("metrics-1"))
                .hasValueSatisfying(outcome -> assertThat(((Outcome.Refused) outcome).detail())
                        .contains("[metrics] of /etc/stunnel/fleet.conf")
                        .contains("PSKidentity"));
        assertThat(readers().clientObjection("metrics")).isEmpty();
    }

    @Test
    void twoClientsOfOneFileWouldBothUseTheNewKey() throws IOException {
        Files.writeString(
                folder.resolve("fleet.conf"), "client = yes\nPSKsecrets = " + FILE + "\n[a]\n[b]\n[c]\nclient=no\n");

        assertThat(readers().clientObjection("metrics-1"))
                .hasValueSatisfying(outcome ->
                        assertThat(((Outcome.Refused) outcome).detail()).contains("[a, b]"));
    }

    @Test
    void aMachineWithoutStunnelHasNoReaders() throws IOException {
        Files.delete(folder);

        assertThat(readers().instances()).isEmpty();
        assertThat(readers().user()).isEmpty();
        assertThat(readers().clientObjection("metrics-1")).isEmpty();
    }

    private StunnelSections readers() {
        return StunnelSections.reading(
                new Machine((invocation, _, _) -> new ExecResult.Missing(invocation.tool()), root), FILE);
    }
}
