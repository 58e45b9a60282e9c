package org.openfoodfacts.brigade.security.domain;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.openfoodfacts.brigade.contracts.commands.Command;
import org.openfoodfacts.brigade.contracts.commands.InstallPsk;
import org.openfoodfacts.brigade.contracts.commands.IssuePsk;
import org.openfoodfacts.brigade.contracts.commands.PskFile;
import org.openfoodfacts.brigade.contracts.events.SecurityEvent;
import org.openfoodfacts.brigade.contracts.reports.CommandResult;

/**
 * One new key for one tunnel: issued on the server's node, sealed to the client's node, installed there. A key is an identity of its own: the
 * server accepts every key of its file, so it has the new one beside the old before the client uses it, and keeps the old until the next.
 */
public record PskRotation(
        UUID id,
        Tunnel tunnel,
        String keyId,
        State state,
        UUID commandId,
        String askedBy,
        Instant askedAt,
        String detail) {

    public enum State {
        ISSUING,
        INSTALLING,
        DONE,
        FAILED
    }

    /** What follows from an input: the new state, at most one command to a node, and events. */
    public record Step(PskRotation next, String node, Command command, List<SecurityEvent> events) {
        public Step {
            events = List.copyOf(events);
        }
    }

    /** What the ends have: the client node's public sealing key in base64, and the key ids the client may be using. */
    public record Ends(String clientKey, List<String> inUse) {
        public Ends {
            inUse = List.copyOf(inUse);
        }
    }

    public static Step start(UUID id, Tunnel tunnel, String keyId, Ends ends, String askedBy, Instant now) {
        PskRotation rotation = new PskRotation(id, tunnel, keyId, State.ISSUING, null, askedBy, now, null);
        IssuePsk issue = new IssuePsk(
                file(tunnel, tunnel.server(), keyId), keyId, tunnel.client().node(), ends.clientKey(), ends.inUse());
        return new Step(rotation, tunnel.server().node(), issue, List.of());
    }

    public PskRotation awaiting(UUID command) {
        return new PskRotation(id, tunnel, keyId, state, command, askedBy, askedAt, detail);
    }

    /**
     * The command this rotation waits for succeeded. {@code declared} is the tunnel as the fleet has it now, null when it has none: a key
     * is not installed at ends that have changed since it was issued.
     */
    public Step succeeded(CommandResult result, Tunnel declared) {
        return switch (result) {
            case CommandResult.PskIssued issued
            when state == State.ISSUING && !tunnel.equals(declared) ->
                failed("the tunnel was changed or removed while the key was issued");
            case CommandResult.PskIssued issued
            when state == State.ISSUING && isOurs(issued) -> {
                InstallPsk install = new InstallPsk(file(tunnel, tunnel.client(), keyId), keyId, issued.sealedKey());
                var event = new SecurityEvent.PskIssued(
                        tunnel.name(), keyId, tunnel.server().node());
                yield new Step(in(State.INSTALLING, null), tunnel.client().node(), install, List.of(event));
            }
            case CommandResult.PskInstalled installed
            when state == State.INSTALLING && keyId.equals(installed.keyId()) -> {
                var event = new SecurityEvent.PskInstalled(
                        tunnel.name(), keyId, tunnel.client().node());
                yield new Step(in(State.DONE, null), null, null, List.of(event));
            }
            case null -> failed("the node reported success without a result");
            default -> failed("the node answered with another key or kind of result: " + kind(result));
        };
    }

    private boolean isOurs(CommandResult.PskIssued issued) {
        return keyId.equals(issued.keyId())
                && tunnel.client().node().equals(issued.recipient())
                && issued.sealedKey() != null;
    }

    private String kind(CommandResult result) {
        return result.getClass().getSimpleName() + " while " + state;
    }

    /** True when one of the ends is on this node. */
    public boolean concerns(String node) {
        return tunnel.server().node().equals(node) || tunnel.client().node().equals(node);
    }

    /** The command this rotation waits for did not succeed; the old key stays in use. */
    public Step failed(String why) {
        String node = state == State.ISSUING
                ? tunnel.server().node()
                : tunnel.client().node();
        var event = new SecurityEvent.PskRotationFailed(tunnel.name(), keyId, node, why);
        return new Step(in(State.FAILED, why), null, null, List.of(event));
    }

    public boolean isRunning() {
        return state == State.ISSUING || state == State.INSTALLING;
    }

    private PskRotation in(State newState, String newDetail) {
        return new PskRotation(id, tunnel, keyId, newState, null, askedBy, askedAt, newDetail);
    }

    private static PskFile file(Tunnel tunnel, Tunnel.End end, String keyId) {
        return new PskFile(tunnel.name(), keyId, end.secretsFile());
    }
}
