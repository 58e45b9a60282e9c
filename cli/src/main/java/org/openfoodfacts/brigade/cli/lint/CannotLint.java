package org.openfoodfacts.brigade.cli.lint;

/** The repository, or what it is to be compared with, cannot be judged; the message says why and what to do. */
final class CannotLint extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CannotLint(String why) {
        super(why);
    }
}
