package org.openfoodfacts.brigade.suite.simulation.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.commands.Execution;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.exec.Cancellation;
import org.openfoodfacts.brigade.agent.exec.LineSink;
import org.openfoodfacts.brigade.agent.tools.psk.InstallPskHandler;
import org.openfoodfacts.brigade.agent.tools.psk.IssuePskHandler;
import org.openfoodfacts.brigade.contracts.commands.InstallPsk;
import org.openfoodfacts.brigade.contracts.commands.IssuePsk;
import org.openfoodfacts.brigade.contracts.commands.PskFile;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.PskIssued;
import org.openfoodfacts.brigade.contracts.sealing.SealingKey;

/** The agent changes the keys of a tunnel between two real stunnels that run, and nobody who uses the tunnel notices. */
@InTheMachineImage
class RealPskRolloverST {
    private static final String SERVER_FILE = "/etc/stunnel/psk/server.txt";
    private static final String CLIENT_FILE = "/etc/stunnel/psk/client.txt";
    private static final String OF_THE_TEAM = "metrics:" + "ab".repeat(32) + "\n";

    @TempDir
    Path folder;

    private final SealingKey clientKey = SealingKey.generate();
    private ContainerToolMachine real;
    private Machine server;
    private Machine client;

    @BeforeEach
    void aTunnelThatWorks() throws IOException {
        real = new ContainerToolMachine();
        real.output("systemd-run", "--unit=site", "python3", "-m", "http.server", "9100", "--bind", "127.0.0.1");
        server = end("srv", SERVER_FILE, "client = no\naccept = 127.0.0.1:9443\nconnect = 127.0.0.1:9100\n");
        client = end("cli", CLIENT_FILE, "client = yes\naccept = 127.0.0.1:9101\nconnect = 127.0.0.1:9443\n");
        real.output("systemctl", "start", "stunnel@srv");
        restart("stunnel@cli");
    }

    @AfterEach
    void stop() {
        real.close();
    }

    @Test
    void theTunnelWorksAtEveryStepOfThreeRotations() {
        String inUse = "metrics";
        for (int day = 1; day <= 3; day++) {
            String keyId = "metrics-2026030" + day + "080000000";
            PskIssued issued = issue(keyId, inUse);
            assertWorks();
            restart("stunnel@cli"); // with the old key, which the server must still take

            install(issued);
            assertWorks();
            restart("stunnel@cli"); // with the new key, which the running server must have read
            inUse = keyId;
        }
        restart("stunnel@srv");
        assertThat(real.output("cut", "-d:", "-f1", SERVER_FILE))
                .isEqualTo("metrics-20260302080000000\nmetrics-20260303080000000\n");
    }

    /** One end: its files lie here, as the agent sees them, and are brought to the container before a tool looks at them. */
    private Machine end(String instance, String secrets, String options) throws IOException {
        Path root = folder.resolve(instance);
        Files.createDirectories(root.resolve("etc/stunnel/psk"));
        String conf =
                "foreground = yes\npid =\n[metrics]\nciphers = PSK\n" + options + "PSKsecrets = " + secrets + "\n";
        Files.writeString(root.resolve("etc/stunnel/" + instance + ".conf"), conf);
        real.output("mkdir", "-p", "/etc/stunnel/psk");
        real.write("/etc/stunnel/" + instance + ".conf", conf);
        Path file = root.resolve(secrets.substring(1));
        Files.writeString(file, OF_THE_TEAM);
        real.write(secrets, OF_THE_TEAM);
        return new Machine(
                (invocation, lines, cancellation) -> {
                    real.write(secrets, read(file));
                    return real.run(invocation, lines, cancellation);
                },
                root);
    }

    private PskIssued issue(String keyId, String inUse) {
        IssuePsk command = new IssuePsk(
                new PskFile("metrics", keyId, SERVER_FILE), keyId, "client", clientKey.publicKey(), List.of(inUse));
        Outcome outcome = new IssuePskHandler().handle(command, execution(server));
        assertThat(outcome).isInstanceOf(Outcome.Done.class);
        return (PskIssued) ((Outcome.Done) outcome).result();
    }

    private void install(PskIssued issued) {
        InstallPsk command =
                new InstallPsk(new PskFile("metrics", issued.keyId(), CLIENT_FILE), issued.keyId(), issued.sealedKey());
        assertThat(new InstallPskHandler().handle(command, execution(client))).isInstanceOf(Outcome.Done.class);
    }

    private Execution execution(Machine machine) {
        return new Execution(UUID.randomUUID(), machine, LineSink.NONE, Cancellation.never(), clientKey);
    }

    private void restart(String unit) {
        // Or systemd takes our restarts for a service that keeps failing. It does not know the unit before its first
        // start.
        var _ = real.run("systemctl", "reset-failed", unit);
        real.output("systemctl", "restart", unit);
        Awaitility.await(unit + " listens").atMost(Duration.ofMinutes(2)).untilAsserted(this::assertWorks);
    }

    private void assertWorks() {
        assertThat(real.output(
                        "python3",
                        "-c",
                        "import urllib.request as u; print(u.urlopen('http://127.0.0.1:9101/', timeout=5).status)"))
                .isEqualTo("200\n");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
