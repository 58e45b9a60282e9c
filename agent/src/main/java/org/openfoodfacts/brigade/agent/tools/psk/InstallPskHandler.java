package org.openfoodfacts.brigade.agent.tools.psk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import org.openfoodfacts.brigade.agent.commands.CommandHandler;
import org.openfoodfacts.brigade.agent.commands.Execution;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.tools.ToolFailure;
import org.openfoodfacts.brigade.contracts.commands.InstallPsk;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.PskInstalled;
import org.openfoodfacts.brigade.contracts.sealing.Sealing;

/** Opens a key that was sealed to this node for this tunnel and key id, and writes it. Installing the same key again changes nothing. */
public final class InstallPskHandler implements CommandHandler<InstallPsk> {
    @Override
    public Class<InstallPsk> type() {
        return InstallPsk.class;
    }

    @Override
    public Outcome handle(InstallPsk command, Execution execution) {
        if (!PskSecrets.isIdentity(command.keyId())) {
            return ToolFailure.malformed("keyId: '" + command.keyId() + "' is not a key id");
        }
        StunnelSections readers =
                StunnelSections.reading(execution.machine(), command.file().path());
        PskKeys keys = new PskKeys(execution.machine(), command.file(), readers);
        return keys.store()
                .objection()
                .or(() -> readers.clientObjection(command.file().identity()))
                .orElseGet(() -> {
                    Outcome installed = install(keys, command, execution);
                    return installed instanceof Outcome.Done
                            ? StunnelReload.of(execution.machine(), readers.instances())
                                    .orElse(installed)
                            : installed;
                });
    }

    private static Outcome install(PskKeys keys, InstallPsk command, Execution execution) {
        String key;
        try {
            byte[] opened = Sealing.open(
                    String.valueOf(command.sealedKey()),
                    execution.sealingKey(),
                    PskKeys.context(command.file(), command.keyId()));
            key = new String(opened, StandardCharsets.US_ASCII);
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            return ToolFailure.precondition("sealedKey: was not sealed to this node for tunnel "
                    + command.file().tunnel() + " and key " + command.keyId());
        }
        if (!PskKeys.isKey(key)) {
            return ToolFailure.malformed("sealedKey: holds no key of 32 bytes in hexadecimal");
        }
        try {
            keys.install(command.keyId(), key);
            return new Outcome.Done(new PskInstalled(command.keyId()));
        } catch (IllegalArgumentException e) {
            return ToolFailure.precondition(e.getMessage());
        } catch (IOException e) {
            return ToolFailure.unexpected(command.file().path() + " cannot be written: " + e);
        }
    }
}
