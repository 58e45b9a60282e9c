package org.openfoodfacts.brigade.confs.yaml;

import java.util.function.Predicate;

/** What a text must look like. {@code wanted} completes "must be …". */
public record TextRule(String wanted, Predicate<String> holds) {
    public static final TextRule ANY = new TextRule("a text that is not empty", text -> !text.isBlank());
}
