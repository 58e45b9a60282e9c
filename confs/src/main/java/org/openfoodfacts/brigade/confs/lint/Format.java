package org.openfoodfacts.brigade.confs.lint;

import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.openfoodfacts.brigade.confs.Parsed;
import org.openfoodfacts.brigade.confs.source.Source;

/** A kind of file: which ones are of it, and its parser {@code (name, text) → value and problems}, which never throws on bad input. */
public record Format<T>(String name, Predicate<Source> isMine, BiFunction<String, String, Parsed<T>> parser) {
    /** A file with what its parser made of it. */
    public record Read<T>(Source source, T value) {}
}
