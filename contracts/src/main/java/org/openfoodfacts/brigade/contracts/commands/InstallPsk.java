package org.openfoodfacts.brigade.contracts.commands;

/** Opens the sealed key with this node's private key and writes it to the secrets file. */
public record InstallPsk(PskFile file, String keyId, String sealedKey) implements Command {}
