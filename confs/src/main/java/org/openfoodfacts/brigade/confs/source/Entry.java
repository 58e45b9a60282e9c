package org.openfoodfacts.brigade.confs.source;

import java.util.function.Supplier;

/** What stands under a name in a repository: a file, or a symbolic link as it is written. */
public sealed interface Entry {
    /** Its bytes are read when they are asked for, at most once at a time; UncheckedIOException when they cannot be. */
    record File(long size, Supplier<byte[]> bytes) implements Entry {}

    record Link(String target) implements Entry {}
}
