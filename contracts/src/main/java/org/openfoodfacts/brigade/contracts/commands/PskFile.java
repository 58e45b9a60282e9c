package org.openfoodfacts.brigade.contracts.commands;

/** One line of a stunnel PSK secrets file: in which tunnel, under which identity, in which file. */
public record PskFile(String tunnel, String identity, String path) {}
