package org.openfoodfacts.brigade.suite.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.agent.commands.Execution;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.exec.Cancellation;
import org.openfoodfacts.brigade.agent.tools.psk.InstallPskHandler;
import org.openfoodfacts.brigade.agent.tools.psk.IssuePskHandler;
import org.openfoodfacts.brigade.contracts.commands.InstallPsk;
import org.openfoodfacts.brigade.contracts.commands.IssuePsk;
import org.openfoodfacts.brigade.contracts.commands.PskFile;
import org.openfoodfacts.brigade.contracts.reports.CommandRefused.Reason;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.PskInstalled;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.PskIssued;

/** From one key to the next, with stunnels that run: a key in use is never taken from them. */
class PskRolloverTest {
    private static final String PATH = "/etc/stunnel/psk/mongodb.txt";
    private static final String FIRST = "mongodb-20260301080000000";
    private static final String SECOND = "mongodb-20260302080000000";
    private static final String THIRD = "mongodb-20260303080000000";
    private static final String OTHER = "mongodb-staging-20260301080000000";
    private static final List<String> HANG_UP =
            List.of("systemctl", "kill", "--signal=HUP", "--", "stunnel@fleet.service");

    @TempDir
    Path folder;

    private Workbench server;
    private Workbench client;

    @BeforeEach
    void twoEndsOfATunnel() throws IOException {
        server = bench("stunnel-server", "client = no\n");
        client = bench("stunnel-client", "client = yes\n");
    }

    private Workbench bench(String name, String options) throws IOException {
        Workbench bench = new Workbench(
                folder.resolve(name),
                Description.of(name, "ct", "10.1.0.113").withRoles(name).withUnits("stunnel@fleet.service"));
        Files.writeString(
                bench.machine().path("/etc/stunnel/fleet.conf"),
                "[mongodb]\n" + options + "PSKsecrets = " + PATH + "\n");
        return bench;
    }

    @Test
    void theServerTakesBothKeysUntilTheNextRotation() throws IOException {
        roll(FIRST);
        PskIssued second = issue(SECOND, FIRST);
        assertThat(identities(server)).containsExactly(FIRST, SECOND);
        assertThat(identities(client)).containsExactly(FIRST);
        install(second);
        assertThat(identities(client)).containsExactly(SECOND);

        issue(THIRD, SECOND);

        assertThat(identities(server)).containsExactly(SECOND, THIRD);
    }

    @Test
    void aKeyIsGivenAwayOnlyAfterStunnelWasToldToReadIt() throws IOException {
        roll(FIRST);

        assertThat(server.simulated.exec().asked()).contains(HANG_UP);
        assertThat(client.simulated.exec().asked()).contains(HANG_UP);
        server.run("systemctl", "stop", "stunnel@fleet.service");
        int before = hangUps();
        issue(SECOND, FIRST);
        assertThat(hangUps())
                .as("one that is stopped reads the file when it starts")
                .isEqualTo(before);
    }

    @Test
    void linesOfOthersAndOfTheTeamStayAndTheClientsKeyComesFirst() throws IOException {
        String others = "team:" + "ab".repeat(16) + "\n" + OTHER + ":" + "cd".repeat(16) + "\n";
        Files.writeString(server.machine().path(PATH), others);
        Files.writeString(client.machine().path(PATH), others);

        roll(FIRST);
        install(issue(SECOND, FIRST));
        issue(THIRD, SECOND);

        assertThat(identities(server)).containsExactly("team", OTHER, SECOND, THIRD);
        assertThat(identities(client)).containsExactly(SECOND, "team", OTHER);
    }

    @Test
    void aKeyFromBeforeKeysHadIdentitiesOfTheirOwnStaysWhileItIsInUse() throws IOException {
        PskFile old = new PskFile("mongodb", "mongodb", PATH);
        Workbench.done(issue(old, "mongodb-1", List.of()), PskIssued.class);

        issue(FIRST, "mongodb-1");
        assertThat(identities(server)).containsExactly("mongodb", FIRST);

        issue(SECOND, FIRST);
        assertThat(identities(server)).containsExactly(FIRST, SECOND);
    }

    @Test
    void whenNothingIsKnownToBeInUseNothingIsTakenOut() throws IOException {
        issue(FIRST);
        issue(SECOND);

        assertThat(identities(server)).containsExactly(FIRST, SECOND);
    }

    @Test
    void aClientThatWouldNotUseTheKeyKeepsItsOld() throws IOException {
        roll(FIRST);
        Files.writeString(
                client.machine().path("/etc/stunnel/fleet.conf"),
                "[mongodb]\nclient = yes\nPSKsecrets = " + PATH + "\nPSKidentity = " + FIRST + "\n");

        String why = Workbench.refused(installing(issue(SECOND, FIRST)), Reason.PRECONDITION);

        assertThat(why).contains("PSKidentity");
        assertThat(identities(client)).containsExactly(FIRST);
        assertThat(identities(server)).containsExactly(FIRST, SECOND);
    }

    @Test
    void theUserStunnelRunsAsOwnsTheFileItHasToReadAgain() throws IOException {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root can give files away");
        stunnelRunsAs("nobody");

        issue(FIRST);

        assertThat(Files.getOwner(server.machine().path(PATH)).getName()).isEqualTo("nobody");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(server.machine().path(PATH))))
                .isEqualTo("rw-------");
    }

    @Test
    void aFolderThatARunningStunnelCannotEnterIsSaidBeforeAnythingIsWritten() throws IOException {
        stunnelRunsAs("nobody");
        Files.setPosixFilePermissions(
                server.machine().path(PATH).getParent(), PosixFilePermissions.fromString("rwx------"));

        Outcome outcome = issue(new PskFile("mongodb", FIRST, PATH), FIRST, List.of());

        assertThat(Workbench.refused(outcome, Reason.PRECONDITION)).contains("stunnel runs as nobody");
        assertThat(server.machine().path(PATH)).doesNotExist();
    }

    private void stunnelRunsAs(String user) throws IOException {
        Files.writeString(
                server.machine().path("/etc/stunnel/fleet.conf"),
                "setuid = " + user + "\n[mongodb]\nPSKsecrets = " + PATH + "\n");
    }

    private void roll(String keyId) {
        install(issue(keyId));
    }

    private PskIssued issue(String keyId, String... keep) {
        return Workbench.done(issue(new PskFile("mongodb", keyId, PATH), keyId, List.of(keep)), PskIssued.class);
    }

    private Outcome issue(PskFile file, String keyId, List<String> keep) {
        return new IssuePskHandler()
                .handle(
                        new IssuePsk(file, keyId, "stunnel-client", Workbench.KEY.publicKey(), keep),
                        server.execution());
    }

    private void install(PskIssued issued) {
        assertThat(Workbench.done(installing(issued), PskInstalled.class).keyId())
                .isEqualTo(issued.keyId());
    }

    private Outcome installing(PskIssued issued) {
        Execution execution =
                new Execution(UUID.randomUUID(), client.machine(), (_, _) -> {}, Cancellation.never(), Workbench.KEY);
        PskFile file = new PskFile("mongodb", issued.keyId(), PATH);
        return new InstallPskHandler().handle(new InstallPsk(file, issued.keyId(), issued.sealedKey()), execution);
    }

    private int hangUps() {
        return (int)
                server.simulated.exec().asked().stream().filter(HANG_UP::equals).count();
    }

    private static List<String> identities(Workbench bench) throws IOException {
        return Files.readAllLines(bench.machine().path(PATH)).stream()
                .map(line -> line.substring(0, line.indexOf(':')))
                .toList();
    }
}
