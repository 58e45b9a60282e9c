package org.openfoodfacts.brigade.platform.json;

/** Words of a node as a text column can hold them, PostgreSQL takes no NUL, and no more of them than somebody reads: they stand in rows, events and lists. */
public final class StorableText {
    /** In characters. Agents cut theirs long before. */
    static final int LONGEST = 8192;

    private static final String CUT = " …";

    private StorableText() {}

    /** Null stays null. */
    public static String of(String text) {
        return text == null ? null : bounded(text).replace('\u0000', '\uFFFD');
    }

    private static String bounded(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        int end = LONGEST - CUT.length();
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + CUT;
    }
}
