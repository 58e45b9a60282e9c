package org.openfoodfacts.brigade.agent.commands;

import java.util.UUID;
import org.openfoodfacts.brigade.contracts.commands.Command;
import org.openfoodfacts.brigade.contracts.reports.CommandRefused;
import org.openfoodfacts.brigade.contracts.wire.Decoded;
import org.openfoodfacts.brigade.contracts.wire.Envelope;
import org.openfoodfacts.brigade.contracts.wire.Trace;

/** What the gate says of a record on the commands topic. */
sealed interface Verdict {
    record Accept(UUID id, Decoded<Command> command) implements Verdict {}

    /** {@code verified} null unless the command was proven to come from a service: only then is its id remembered. */
    record Refuse(UUID id, CommandRefused.Reason reason, String detail, Asked asked, Decoded<Command> verified)
            implements Verdict {}

    /** Who says to have asked for it, about what; the source may be null. */
    record Asked(String source, String subject, Trace trace) {
        static Asked of(Envelope envelope) {
            return new Asked(envelope.source(), envelope.subject(), envelope.causes());
        }
    }

    /** Not even an id to report on. */
    record Skip(String why) implements Verdict {}
}
