package org.openfoodfacts.brigade.agent.tools.psk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.openfoodfacts.brigade.agent.commands.CommandHandler;
import org.openfoodfacts.brigade.agent.commands.Execution;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.tools.ToolFailure;
import org.openfoodfacts.brigade.contracts.commands.IssuePsk;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.PskIssued;
import org.openfoodfacts.brigade.contracts.sealing.Sealing;

/**
 * Makes a key on this machine beside those in use, and gives it away sealed to the other end once stunnel was told to read it. Asked again for the same key id it gives the same key.
 */
public final class IssuePskHandler implements CommandHandler<IssuePsk> {
    @Override
    public Class<IssuePsk> type() {
        return IssuePsk.class;
    }

    @Override
    public Outcome handle(IssuePsk command, Execution execution) {
        if (!PskSecrets.isIdentity(command.keyId())) {
            return ToolFailure.malformed("keyId: '" + command.keyId() + "' is not a key id");
        }
        StunnelSections readers =
                StunnelSections.reading(execution.machine(), command.file().path());
        PskKeys keys = new PskKeys(execution.machine(), command.file(), readers);
        return keys.store().objection().or(() -> cannotSealTo(command)).orElseGet(() -> {
            Outcome issued = issue(keys, command);
            return issued instanceof Outcome.Done
                    ? StunnelReload.of(execution.machine(), readers.instances()).orElse(issued)
                    : issued;
        });
    }

    /** Nothing is written for a recipient that could never open it. */
    private static Optional<Outcome> cannotSealTo(IssuePsk command) {
        try {
            var _ = Sealing.seal(new byte[1], String.valueOf(command.recipientKey()), "probe");
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(ToolFailure.malformed("recipientKey: " + e.getMessage()));
        }
    }

    private static Outcome issue(PskKeys keys, IssuePsk command) {
        try {
            byte[] key = keys.issue(command.keyId(), command.keep()).getBytes(StandardCharsets.US_ASCII);
            String sealed = Sealing.seal(key, command.recipientKey(), PskKeys.context(command.file(), command.keyId()));
            return new Outcome.Done(new PskIssued(command.keyId(), command.recipient(), sealed));
        } catch (IllegalArgumentException e) {
            return ToolFailure.precondition(e.getMessage());
        } catch (IOException e) {
            return ToolFailure.unexpected(command.file().path() + " cannot be written: " + e);
        }
    }
}
