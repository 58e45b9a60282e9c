package org.openfoodfacts.brigade.suite.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.agent.commands.Execution;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.exec.Cancellation;
import org.openfoodfacts.brigade.agent.tools.psk.InstallPskHandler;
import org.openfoodfacts.brigade.agent.tools.psk.IssuePskHandler;
import org.openfoodfacts.brigade.contracts.Json;
import org.openfoodfacts.brigade.contracts.commands.InstallPsk;
import org.openfoodfacts.brigade.contracts.commands.IssuePsk;
import org.openfoodfacts.brigade.contracts.commands.PskFile;
import org.openfoodfacts.brigade.contracts.reports.CommandRefused.Reason;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.PskInstalled;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.PskIssued;
import org.openfoodfacts.brigade.contracts.sealing.SealingKey;

class PskHandlersTest {
    private static final PskFile FILE = new PskFile("mongodb", "mongodb", "/etc/stunnel/psk/mongodb.txt");
    private static final SealingKey CLIENT_KEY = SealingKey.generate();

    @TempDir
    Path folder;

    private Workbench server;
    private Workbench client;

    @BeforeEach
    void twoEndsOfATunnel() {
        server = bench("stunnel-server");
        client = bench("stunnel-client");
    }

    private Workbench bench(String name) {
        return new Workbench(
                folder.resolve(name), Description.of(name, "ct", "10.1.0.113").withRoles(name));
    }

    @Test
    void bothEndsHoldTheSameKeyAndNobodyElseSeesIt() throws Exception {
        PskIssued issued = issue("mongodb-1");
        Outcome installed = install("mongodb-1", issued.sealedKey(), CLIENT_KEY, FILE);

        assertThat(Workbench.done(installed, PskInstalled.class)).isEqualTo(new PskInstalled("mongodb-1"));
        String content = Files.readString(server.machine().path(FILE.path()));
        assertThat(content).matches("mongodb:[0-9a-f]{64}\n");
        assertThat(Files.readString(client.machine().path(FILE.path()))).isEqualTo(content);
        String key = content.strip().split(":")[1];
        assertThat(Json.mapper().writeValueAsString(issued)).doesNotContain(key);
        assertThat(server.output).isEmpty();
        assertThat(client.output).isEmpty();
        assertThat(filesHolding(key))
                .containsExactlyInAnyOrder(
                        server.machine().path(FILE.path()), client.machine().path(FILE.path()));
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(server.machine().path(FILE.path()))))
                .isEqualTo("rw-------");
        assertThat(server.simulated.exec().asked()).isEmpty();
    }

    @Test
    void theSameKeyIdGivesTheSameKeyAndAnotherOneANewKey() throws IOException {
        issue("mongodb-1");
        String first = Files.readString(server.machine().path(FILE.path()));
        PskIssued again = issue("mongodb-1");
        assertThat(Files.readString(server.machine().path(FILE.path()))).isEqualTo(first);
        install("mongodb-1", again.sealedKey(), CLIENT_KEY, FILE);
        assertThat(Files.readString(client.machine().path(FILE.path()))).isEqualTo(first);

        issue("mongodb-2");
        assertThat(Files.readString(server.machine().path(FILE.path()))).isNotEqualTo(first);
    }

    @Test
    void otherIdentitiesKeepTheirLines() throws IOException {
        String others = "backup:" + "ab".repeat(16) + "\nweb:" + "cd".repeat(16) + "\n";
        Files.writeString(server.machine().path(FILE.path()), others);

        issue("mongodb-1");
        issue("mongodb-2");

        assertThat(Files.readAllLines(server.machine().path(FILE.path())))
                .hasSize(3)
                .startsWith("backup:" + "ab".repeat(16), "web:" + "cd".repeat(16));
    }

    @Test
    void aSecretsFileThatStunnelWouldRefuseIsLeftAloneAndItsContentIsNotShown() throws IOException {
        Files.writeString(server.machine().path(FILE.path()), "backup:" + "ab".repeat(16) + "\nsecretword\n");

        String detail = Workbench.refused(issueOutcome(FILE, "mongodb-1"), Reason.PRECONDITION);

        assertThat(detail).isEqualTo("/etc/stunnel/psk/mongodb.txt: line 2 is not identity:key");
    }

    @Test
    void aPathThroughALinkIsRefused() throws IOException {
        Path elsewhere = Files.createDirectories(server.machine().path("/opt/infrastructure"));
        Files.createSymbolicLink(server.machine().path("/etc/stunnel/linked"), elsewhere);
        Files.createSymbolicLink(server.machine().path("/etc/stunnel/psk/link.txt"), elsewhere.resolve("x.txt"));

        for (String path : List.of("/etc/stunnel/linked/x.txt", "/etc/stunnel/psk/link.txt")) {
            assertThat(Workbench.refused(
                            issueOutcome(new PskFile("mongodb", "mongodb", path), "k"), Reason.PRECONDITION))
                    .contains("symbolic link");
        }
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void aPathThatClimbsOrAnIdentityThatAddsLinesIsMalformed() {
        for (String path : List.of("/etc/stunnel/../shadow", "etc/x", "/etc/stunnel/psk/", "/etc/x\ny")) {
            assertThat(Workbench.refused(issueOutcome(new PskFile("mongodb", "mongodb", path), "k"), Reason.MALFORMED))
                    .startsWith("file.path:");
        }
        for (String identity : List.of("a:b", "a\nb", "", " a")) {
            assertThat(Workbench.refused(
                            issueOutcome(new PskFile("mongodb", identity, FILE.path()), "k"), Reason.MALFORMED))
                    .startsWith("file.identity:");
        }
    }

    @Test
    void aKeyForAnotherTunnelKeyIdOrNodeDoesNotOpen() {
        String sealed = issue("mongodb-1").sealedKey();
        PskFile other = new PskFile("postgres", "mongodb", FILE.path());

        assertThat(Workbench.refused(install("mongodb-2", sealed, CLIENT_KEY, FILE), Reason.PRECONDITION))
                .startsWith("sealedKey:");
        assertThat(Workbench.refused(install("mongodb-1", sealed, CLIENT_KEY, other), Reason.PRECONDITION))
                .startsWith("sealedKey:");
        assertThat(Workbench.refused(install("mongodb-1", sealed, SealingKey.generate(), FILE), Reason.PRECONDITION))
                .startsWith("sealedKey:");
        assertThat(client.machine().path(FILE.path())).doesNotExist();
    }

    @Test
    void nothingIsWrittenForARecipientThatCouldNotOpenIt() {
        IssuePsk command = new IssuePsk(FILE, "mongodb-1", "stunnel-client", "no key", List.of());

        Outcome outcome = new IssuePskHandler().handle(command, server.execution());

        assertThat(Workbench.refused(outcome, Reason.MALFORMED)).startsWith("recipientKey:");
        assertThat(server.machine().path(FILE.path())).doesNotExist();
    }

    private PskIssued issue(String keyId) {
        return Workbench.done(issueOutcome(FILE, keyId), PskIssued.class);
    }

    private Outcome issueOutcome(PskFile file, String keyId) {
        return new IssuePskHandler()
                .handle(
                        new IssuePsk(file, keyId, "stunnel-client", CLIENT_KEY.publicKey(), List.of()),
                        server.execution());
    }

    private Outcome install(String keyId, String sealed, SealingKey key, PskFile file) {
        Execution execution = new Execution(
                UUID.randomUUID(), client.machine(), (_, line) -> client.output.add(line), Cancellation.never(), key);
        return new InstallPskHandler().handle(new InstallPsk(file, keyId, sealed), execution);
    }

    private List<Path> filesHolding(String key) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> read(file).contains(key))
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
