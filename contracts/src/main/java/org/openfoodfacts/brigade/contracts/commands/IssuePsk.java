package org.openfoodfacts.brigade.contracts.commands;

import org.openfoodfacts.brigade.contracts.Required;

/**
 * Makes a new key on this node, writes it to the secrets file, and answers with the key sealed to {@code recipient}'s public key (an HPKE
 * key in base64). The key itself never leaves the node in the clear.
 */
public record IssuePsk(
        @Required PskFile file,
        @Required String keyId,
        @Required String recipient,
        @Required String recipientKey) implements Command {}
