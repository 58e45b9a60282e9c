package org.openfoodfacts.brigade.confs.lint;

import java.util.List;

/**
 * Something in the configuration that a rule objects to: where, in one sentence what is wrong and what it causes, and the change that
 * mends it. {@code machines} are the folders that see the file, {@code place} is in the file that holds the text.
 */
public record Finding(
        String rule, Severity severity, List<String> machines, Place place, String message, String remedy) {
    public Finding {
        machines = List.copyOf(machines);
    }

    /** {@code line} and {@code column} count from 1; 0 when the whole file is meant. */
    public record Place(String file, int line, int column) {
        @Override
        public String toString() {
            return line == 0 ? file : column == 0 ? file + ":" + line : file + ":" + line + ":" + column;
        }
    }
}
