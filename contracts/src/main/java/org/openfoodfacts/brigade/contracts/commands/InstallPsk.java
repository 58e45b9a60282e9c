package org.openfoodfacts.brigade.contracts.commands;

import org.openfoodfacts.brigade.contracts.Required;

/** Opens the sealed key with this node's private key and writes it to the secrets file. */
public record InstallPsk(
        @Required PskFile file,
        @Required String keyId,
        @Required String sealedKey) implements Command {}
