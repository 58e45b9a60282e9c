package org.openfoodfacts.brigade.confs.lint;

/** Whether a machine is of some kind; {@code guessed} says from what that was inferred, null when {@code fleet.yaml} says it. */
public record Trait(boolean holds, String guessed) {
    static Trait known(boolean holds) {
        return new Trait(holds, null);
    }

    static Trait inferred(boolean holds, String from) {
        return new Trait(holds, from);
    }

    public boolean isKnown() {
        return guessed == null;
    }
}
