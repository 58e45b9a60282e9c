package org.openfoodfacts.brigade.suite.simulation.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.commands.Execution;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.exec.Cancellation;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.LineSink;
import org.openfoodfacts.brigade.agent.tools.psk.IssuePskHandler;
import org.openfoodfacts.brigade.contracts.commands.IssuePsk;
import org.openfoodfacts.brigade.contracts.commands.PskFile;
import org.openfoodfacts.brigade.contracts.sealing.SealingKey;

/** What stunnel accepts as a PSK secrets file: what the agent writes, and nothing of another form. */
interface StunnelContract {
    String SECRETS = "/etc/stunnel/contract.txt";

    ToolMachine machine();

    @Test
    default void theVersionGoesToStandardError() {
        assertThat(machine().run("stunnel", "-version").errors()).contains("stunnel 5.68 on ");
    }

    @Test
    default void aConfigurationThatIsNotThereIsNamed() {
        ExecResult.Exited missing = machine().run("stunnel", "/etc/nosuch.conf");

        assertThat(missing.code()).isEqualTo(1);
        assertThat(missing.errors()).contains("Invalid configuration file name \"/etc/nosuch.conf\"");
    }

    @Test
    default void aLineThatIsNotIdentityAndKeyRefusesTheWholeFile() {
        ExecResult.Exited started = start("# comment\nother:" + "b".repeat(32) + "\n");

        assertThat(started.code()).isEqualTo(1);
        assertThat(started.errors())
                .contains("PSKsecrets line 1: Not in identity:key format")
                .contains("Failed to read PSK secrets")
                .contains("Configuration failed");
    }

    @Test
    default void aKeyThatIsTooShortRefusesTheWholeFile() {
        assertThat(start("other:1234\n").code()).isEqualTo(1);
    }

    @Test
    default void theFileTheAgentWritesIsAccepted(@TempDir Path root) throws IOException {
        Files.createDirectories(root.resolve("etc/stunnel"));
        Files.writeString(root.resolve(SECRETS.substring(1)), "other:" + "b".repeat(32) + "\n");
        Machine files = new Machine((invocation, _, _) -> new ExecResult.Missing(invocation.tool()), root);
        IssuePsk command = new IssuePsk(
                new PskFile("contract", "contract", SECRETS),
                "contract-1",
                "client",
                SealingKey.generate().publicKey(),
                List.of());
        Outcome issued = new IssuePskHandler()
                .handle(
                        command,
                        new Execution(
                                UUID.randomUUID(), files, LineSink.NONE, Cancellation.never(), SealingKey.generate()));
        assertThat(issued).isInstanceOf(Outcome.Done.class);

        ExecResult.Exited started = start(Files.readString(root.resolve(SECRETS.substring(1))));

        assertThat(started.code()).as(started.errors()).isZero();
    }

    private ExecResult.Exited start(String secrets) {
        machine().write(SECRETS, secrets);
        machine().write("/etc/stunnel/contract.conf", """
                        pid=
                        syslog=no
                        [contract]
                        accept=127.0.0.1:0
                        connect=127.0.0.1:80
                        ciphers=PSK
                        PSKsecrets=/etc/stunnel/contract.txt
                        """);
        return machine().run("stunnel", "/etc/stunnel/contract.conf");
    }
}
