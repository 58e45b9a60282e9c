package org.openfoodfacts.brigade.confs.yaml;

import java.util.function.Predicate;

/** What a text must look like. {@code wanted} completes "must be …". */
public record TextRule(String wanted, Predicate<String> holds) {
    /** Whatever a table, a header and an argument of a program can hold. */
    public static final TextRule ANY = new TextRule(
            "a text that is not empty, without NUL", text -> !text.isBlank() && text.indexOf('\u0000') < 0);
}
