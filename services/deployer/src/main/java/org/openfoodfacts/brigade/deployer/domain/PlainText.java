package org.openfoodfacts.brigade.deployer.domain;

/** Texts from outside, as the database and people can take them: of limited length and without control characters. */
public final class PlainText {
    public static final int LONGEST = 200;
    public static final String RULE = "must have 1 to " + LONGEST + " characters and no control characters";

    private PlainText() {}

    public static boolean isPlain(String text) {
        return text != null
                && !text.isBlank()
                && text.length() <= LONGEST
                && text.chars().noneMatch(Character::isISOControl);
    }

    /** A node's words for a database column, which cannot hold the character NUL. */
    static String withoutNul(String words) {
        return words.replace('\0', '\uFFFD');
    }
}
