package org.openfoodfacts.brigade.contracts.commands;

/**
 * Makes a new key on this node, writes it to the secrets file, and answers with the key sealed to {@code recipient}'s public key (an HPKE
 * key in base64). The key itself never leaves the node in the clear.
 */
public record IssuePsk(PskFile file, String keyId, String recipient, String recipientKey) implements Command {}
