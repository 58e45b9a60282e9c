package org.openfoodfacts.brigade.contracts.commands;

import java.util.List;
import org.openfoodfacts.brigade.contracts.Copies;
import org.openfoodfacts.brigade.contracts.Required;

/**
 * Makes a new key on this node, adds it to the secrets file, has stunnel read it, and answers with the key sealed to {@code recipient}'s
 * public key (an HPKE key in base64). The key itself never leaves the node in the clear. {@code keep} are the ids of the tunnel's keys that
 * the recipient may be using; others that were made for this tunnel are taken out, none when it is empty.
 */
public record IssuePsk(
        @Required PskFile file,
        @Required String keyId,
        @Required String recipient,
        @Required String recipientKey,
        List<String> keep)
        implements Command {
    public IssuePsk {
        keep = Copies.of(keep);
    }
}
