package org.openfoodfacts.brigade.agent.commands;

import static org.openfoodfacts.brigade.contracts.reports.CommandRefused.Reason.BAD_SIGNATURE;
import static org.openfoodfacts.brigade.contracts.reports.CommandRefused.Reason.LATE;
import static org.openfoodfacts.brigade.contracts.reports.CommandRefused.Reason.MALFORMED;
import static org.openfoodfacts.brigade.contracts.reports.CommandRefused.Reason.POLICY;
import static org.openfoodfacts.brigade.contracts.reports.CommandRefused.Reason.REPLAYED;
import static org.openfoodfacts.brigade.contracts.reports.CommandRefused.Reason.UNSUPPORTED;
import static org.openfoodfacts.brigade.contracts.reports.CommandRefused.Reason.WRONG_NODE;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import org.openfoodfacts.brigade.contracts.EventType;
import org.openfoodfacts.brigade.contracts.commands.Command;
import org.openfoodfacts.brigade.contracts.reports.CommandRefused.Reason;
import org.openfoodfacts.brigade.contracts.signing.PublicKeys;
import org.openfoodfacts.brigade.contracts.wire.Codec;
import org.openfoodfacts.brigade.contracts.wire.Decoded;
import org.openfoodfacts.brigade.contracts.wire.Envelope;
import org.openfoodfacts.brigade.contracts.wire.MalformedException;
import org.openfoodfacts.brigade.contracts.wire.Trace;
import org.openfoodfacts.brigade.contracts.wire.Verification;
import org.openfoodfacts.brigade.contracts.wire.WireRecord;

/**
 * Decides whether a record may become a running command: readable, signed by the service that may send it, for this node, not seen, not
 * late by a clock that can tell, something this agent can do, and allowed by the machine's owner; asked in this order, and the first no counts.
 */
final class CommandGate {
    /** How far this machine's clock may be behind the services': commands may run so much beyond their deadlines. */
    private static final Duration MOST_BEHIND = Duration.ofMinutes(5);

    private final String node;
    private final PublicKeys services;
    private final Predicate<UUID> seen;
    private final Predicate<Class<? extends Command>> supported;
    private final Function<Command, Optional<String>> policy;

    CommandGate(
            String node,
            PublicKeys services,
            Predicate<UUID> seen,
            Predicate<Class<? extends Command>> supported,
            Function<Command, Optional<String>> policy) {
        this.node = node;
        this.services = services;
        this.seen = seen;
        this.supported = supported;
        this.policy = policy;
    }

    Verdict judge(WireRecord record, Instant now) {
        Optional<UUID> id = id(record);
        if (id.isEmpty()) {
            return new Verdict.Skip("it has no id that is a UUID");
        }
        try {
            Decoded<Command> decoded = Codec.decode(record, Command.class);
            return judge(id.get(), record, decoded, now);
        } catch (MalformedException e) {
            Reason reason = isUnknownType(record) ? UNSUPPORTED : MALFORMED;
            Trace trace =
                    new Trace(record.headers().get("ce_correlationid"), id.get().toString());
            return new Verdict.Refuse(
                    id.get(),
                    reason,
                    e.getMessage(),
                    new Verdict.Asked(record.headers().get("ce_source"), null, trace),
                    null);
        }
    }

    private Verdict judge(UUID id, WireRecord record, Decoded<Command> decoded, Instant now) {
        Optional<String> stranger = Verification.objection(record, decoded.type(), decoded.envelope(), services);
        if (stranger.isPresent()) {
            return unproven(id, BAD_SIGNATURE, stranger.get(), decoded);
        }
        Envelope envelope = decoded.envelope();
        if (!node.equals(envelope.node())) {
            return unproven(id, WRONG_NODE, "it is for " + envelope.node() + ", this is " + node, decoded);
        }
        if (decoded.message() == null || envelope.expiry() == null) {
            return unproven(id, MALFORMED, "a command needs a body and a deadline", decoded);
        }
        if (seen.test(id)) {
            return unproven(id, REPLAYED, "this id was taken before; the reports on that one count", decoded);
        }
        if (now.isAfter(envelope.expiry())) {
            return proven(id, LATE, "its deadline was " + envelope.expiry() + ", it is " + now, decoded);
        }
        Duration behind = Duration.between(now, envelope.time());
        if (behind.compareTo(MOST_BEHIND) > 0) {
            return proven(
                    id,
                    LATE,
                    "this machine's clock is behind that of " + envelope.source() + " by "
                            + Duration.ofSeconds(behind.toSeconds()) + ", so it cannot tell: here it is " + now
                            + ", and the command was sent at "
                            + envelope.time(),
                    decoded);
        }
        if (!supported.test(decoded.message().getClass())) {
            return proven(id, UNSUPPORTED, "this agent cannot " + decoded.type().kind(), decoded);
        }
        return policy.apply(decoded.message())
                .<Verdict>map(why -> proven(id, POLICY, why, decoded))
                .orElseGet(() -> new Verdict.Accept(id, decoded));
    }

    private static Verdict unproven(UUID id, Reason reason, String detail, Decoded<Command> decoded) {
        return new Verdict.Refuse(id, reason, detail, Verdict.Asked.of(decoded.envelope()), null);
    }

    private static Verdict proven(UUID id, Reason reason, String detail, Decoded<Command> decoded) {
        return new Verdict.Refuse(id, reason, detail, Verdict.Asked.of(decoded.envelope()), decoded);
    }

    private static boolean isUnknownType(WireRecord record) {
        String type = record.headers().get("ce_type");
        return type != null && EventType.byId(type).isEmpty();
    }

    private static Optional<UUID> id(WireRecord record) {
        try {
            return Optional.ofNullable(record.headers().get("ce_id")).map(UUID::fromString);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
