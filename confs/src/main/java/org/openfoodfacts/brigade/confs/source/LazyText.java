package org.openfoodfacts.brigade.confs.source;

import java.util.function.Supplier;

/** A text that is read when it is first asked for, once for all that are linked to it. */
final class LazyText {
    private final Supplier<byte[]> bytes;
    private Text text;

    LazyText(Supplier<byte[]> bytes) {
        this.bytes = bytes;
    }

    synchronized Text get() {
        if (text == null) {
            text = Text.of(bytes.get());
        }
        return text;
    }
}
