package org.openfoodfacts.brigade.contracts.commands;

import org.openfoodfacts.brigade.contracts.Required;

/** Opens the sealed key with this node's private key, makes it the first of the secrets file, and has stunnel read it. */
public record InstallPsk(
        @Required PskFile file,
        @Required String keyId,
        @Required String sealedKey) implements Command {}
