package org.openfoodfacts.brigade.security.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.contracts.commands.InstallPsk;
import org.openfoodfacts.brigade.contracts.commands.IssuePsk;
import org.openfoodfacts.brigade.contracts.commands.PskFile;
import org.openfoodfacts.brigade.contracts.events.SecurityEvent;
import org.openfoodfacts.brigade.contracts.reports.CommandResult;
import org.openfoodfacts.brigade.security.domain.PskRotation.State;
import org.openfoodfacts.brigade.security.domain.PskRotation.Step;

class PskRotationTest {
    private static final Instant T0 = Instant.parse("2026-03-01T10:00:00Z");
    private static final Tunnel TUNNEL = new Tunnel(
            "mongo",
            new Tunnel.End("north-db", "mongo", "/etc/stunnel/psk/server.txt"),
            new Tunnel.End("south-web", "mongo", "/etc/stunnel/psk/client.txt"));
    private static final CommandResult ISSUED = new CommandResult.PskIssued("key-1", "south-web", "c2VhbGVk");
    private static final CommandResult INSTALLED = new CommandResult.PskInstalled("key-1");

    @Test
    void aKeyIsIssuedOnTheServerSealedToTheClientAndInstalledThere() {
        Step issuing = start();
        assertThat(issuing.node()).isEqualTo("north-db");
        assertThat(issuing.command())
                .isEqualTo(new IssuePsk(
                        new PskFile("mongo", "key-1", "/etc/stunnel/psk/server.txt"),
                        "key-1",
                        "south-web",
                        "Y2xpZW50",
                        List.of("key-0")));

        Step installing = issuing.next().succeeded(ISSUED, TUNNEL);
        assertThat(installing.node()).isEqualTo("south-web");
        assertThat(installing.command())
                .isEqualTo(new InstallPsk(
                        new PskFile("mongo", "key-1", "/etc/stunnel/psk/client.txt"), "key-1", "c2VhbGVk"));
        assertThat(installing.events()).containsExactly(new SecurityEvent.PskIssued("mongo", "key-1", "north-db"));

        Step done = installing.next().succeeded(INSTALLED, TUNNEL);
        assertThat(done.next().state()).isEqualTo(State.DONE);
        assertThat(done.command()).isNull();
        assertThat(done.events()).containsExactly(new SecurityEvent.PskInstalled("mongo", "key-1", "south-web"));
    }

    @Test
    void aTunnelChangedOrRemovedMeanwhileStopsTheRotationBeforeItInstalls() {
        Tunnel moved = new Tunnel("mongo", TUNNEL.server(), new Tunnel.End("south-new", "mongo", "/etc/x"));
        for (Tunnel now : new Tunnel[] {null, moved}) {
            Step failed = start().next().succeeded(ISSUED, now);
            assertThat(failed.next().state()).isEqualTo(State.FAILED);
            assertThat(failed.next().detail()).contains("changed or removed");
            assertThat(failed.command()).isNull();
        }
    }

    @Test
    void aKeyThatWasInstalledIsDoneEvenIfTheTunnelIsGone() {
        Step installing = start().next().succeeded(ISSUED, TUNNEL);

        assertThat(installing.next().succeeded(INSTALLED, null).next().state()).isEqualTo(State.DONE);
    }

    @Test
    void anotherKeyAnotherRecipientOrNoKeyIsNotAccepted() {
        PskRotation issuing = start().next();
        for (CommandResult wrong : new CommandResult[] {
            new CommandResult.PskIssued("key-0", "south-web", "x"),
            new CommandResult.PskIssued("key-1", "elsewhere", "x"),
            new CommandResult.PskIssued("key-1", "south-web", null),
            INSTALLED,
            null
        }) {
            assertThat(issuing.succeeded(wrong, TUNNEL).next().state()).isEqualTo(State.FAILED);
        }
        PskRotation installing = issuing.succeeded(ISSUED, TUNNEL).next();
        assertThat(installing
                        .succeeded(new CommandResult.PskInstalled("key-0"), TUNNEL)
                        .next()
                        .state())
                .isEqualTo(State.FAILED);
    }

    @Test
    void aFailureNamesTheNodeItHappenedOn() {
        PskRotation issuing = start().next();
        assertThat(issuing.failed("no space").events())
                .containsExactly(new SecurityEvent.PskRotationFailed("mongo", "key-1", "north-db", "no space"));
        PskRotation installing = issuing.succeeded(ISSUED, TUNNEL).next();
        assertThat(installing.failed("no space").events())
                .containsExactly(new SecurityEvent.PskRotationFailed("mongo", "key-1", "south-web", "no space"));
    }

    @Test
    void aRotationConcernsBothItsEnds() {
        PskRotation rotation = start().next();

        assertThat(rotation.concerns("north-db")).isTrue();
        assertThat(rotation.concerns("south-web")).isTrue();
        assertThat(rotation.concerns("mongo")).isFalse();
    }

    private static Step start() {
        return PskRotation.start(
                UUID.randomUUID(), TUNNEL, "key-1", new PskRotation.Ends("Y2xpZW50", List.of("key-0")), "alice", T0);
    }
}
