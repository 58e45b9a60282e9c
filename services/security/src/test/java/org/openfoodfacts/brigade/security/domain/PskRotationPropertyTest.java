package org.openfoodfacts.brigade.security.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.openfoodfacts.brigade.contracts.commands.Command;
import org.openfoodfacts.brigade.contracts.events.SecurityEvent;
import org.openfoodfacts.brigade.contracts.reports.CommandResult;
import org.openfoodfacts.brigade.security.domain.PskRotation.Step;

/** Whatever is answered to the command a rotation waits for. */
class PskRotationPropertyTest {
    private static final Tunnel TUNNEL = new Tunnel(
            "mongo", new Tunnel.End("north-db", "s", "/server"), new Tunnel.End("south-web", "s", "/client"));

    enum Answer {
        ISSUED,
        INSTALLED,
        OTHER_KEY,
        FAILED,
        TUNNEL_GONE
    }

    @Property
    void itSendsAtMostTwoCommandsAndTellsOneEnd(@ForAll @Size(max = 5) List<Answer> answers) {
        Step step = PskRotation.start(
                UUID.randomUUID(),
                TUNNEL,
                "key-1",
                new PskRotation.Ends("Y2xpZW50", List.of()),
                "alice",
                Instant.EPOCH);
        List<Command> commands = new ArrayList<>(List.of(step.command()));
        List<SecurityEvent> events = new ArrayList<>();
        PskRotation rotation = step.next().awaiting(UUID.randomUUID());
        for (Answer answer : answers) {
            if (!rotation.isRunning()) {
                break;
            }
            step = apply(rotation, answer);
            events.addAll(step.events());
            rotation = step.next();
            if (step.command() != null) {
                commands.add(step.command());
                rotation = rotation.awaiting(UUID.randomUUID());
            }
            assertThat(rotation.commandId() != null)
                    .as("a command is awaited while it runs, and only then")
                    .isEqualTo(rotation.isRunning());
        }
        assertThat(commands).hasSizeLessThanOrEqualTo(2).doesNotHaveDuplicates();
        assertThat(events.stream()
                        .filter(e -> e instanceof SecurityEvent.PskInstalled
                                || e instanceof SecurityEvent.PskRotationFailed))
                .hasSize(rotation.isRunning() ? 0 : 1);
    }

    private static Step apply(PskRotation rotation, Answer answer) {
        CommandResult issued = new CommandResult.PskIssued("key-1", "south-web", "c2VhbGVk");
        return switch (answer) {
            case ISSUED -> rotation.succeeded(issued, TUNNEL);
            case INSTALLED -> rotation.succeeded(new CommandResult.PskInstalled("key-1"), TUNNEL);
            case OTHER_KEY -> rotation.succeeded(new CommandResult.PskInstalled("key-2"), TUNNEL);
            case FAILED -> rotation.failed("EXPIRED");
            case TUNNEL_GONE -> rotation.succeeded(issued, null);
        };
    }
}
