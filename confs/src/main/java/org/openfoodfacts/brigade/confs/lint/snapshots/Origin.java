package org.openfoodfacts.brigade.confs.lint.snapshots;

import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.source.Source;

/** The machine a pull reads from, with its policies; {@code guessed} says from what, null when {@code fleet.yaml} says it. */
record Origin(Policed policed, String guessed) {
    String folder() {
        return policed.source().folder();
    }

    void report(Findings findings, Source source, int line, String message, String remedy) {
        if (guessed == null) {
            findings.add(source, line, message, remedy);
        } else {
            findings.guess(source, line, guessed, message, remedy);
        }
    }
}
