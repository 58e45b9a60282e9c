package org.openfoodfacts.brigade.platform.messaging;

import java.util.regex.Pattern;

/** Why something failed, fit for a log or a header: it may repeat what a stranger wrote, a megabyte of it, or line breaks that begin lines of their own. */
public final class Reason {
    static final int LONGEST = 1000;
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

    private Reason() {}

    /** The text in one line, its first {@value #LONGEST} characters with a mark when there are more. */
    public static String of(String text) {
        String all = String.valueOf(text);
        String shown = all.length() > LONGEST ? all.substring(0, LONGEST) + "…" : all;
        return UNPRINTABLE.matcher(shown).replaceAll("?");
    }
}
