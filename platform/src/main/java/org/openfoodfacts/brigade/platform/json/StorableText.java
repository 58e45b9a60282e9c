package org.openfoodfacts.brigade.platform.json;

/** Words of a node as a text column can hold them: PostgreSQL takes no NUL. */
public final class StorableText {
    private StorableText() {}

    /** Null stays null. */
    public static String of(String text) {
        return text == null ? null : text.replace('\u0000', '\uFFFD');
    }
}
