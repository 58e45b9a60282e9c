package org.openfoodfacts.brigade.contracts.commands;

import org.openfoodfacts.brigade.contracts.Required;

/**
 * One line of a stunnel PSK secrets file: in which tunnel, under which identity, in which file. The identity is the key's id, so that an
 * old key and a new one can stand side by side.
 */
public record PskFile(
        @Required String tunnel,
        @Required String identity,
        @Required String path) {}
