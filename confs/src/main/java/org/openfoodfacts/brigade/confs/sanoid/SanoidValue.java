package org.openfoodfacts.brigade.confs.sanoid;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Values as sanoid takes them (its {@code init}, 2.1.0). Config::IniFiles cuts blanks before a value and keeps those after it, and a comment
 * behind it stays part of it; toggles are compared as whole strings, and whatever is neither a word for no, nor empty, nor 0 counts as yes.
 */
public final class SanoidValue {
    private static final Set<String> TRUE = Set.of("1", "true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON");
    private static final Set<String> FALSE =
            Set.of("0", "false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF");
    private static final Pattern NUMBER = Pattern.compile("\\s*([+-]?\\d{1,15}(?:\\.\\d{1,15})?).*", Pattern.DOTALL);

    private SanoidValue() {}

    public static boolean isOn(String value) {
        return !value.isEmpty() && !FALSE.contains(value);
    }

    /** One of the words for yes, spelled as sanoid spells them. */
    public static boolean isYes(String value) {
        return TRUE.contains(value);
    }

    /** One of the words for no, or nothing. */
    public static boolean isNo(String value) {
        return !isOn(value);
    }

    /** {@code recursive}: a word for yes as a whole, or anything that holds zfs. */
    static boolean isRecursive(String value) {
        return isYes(value) || isZfs(value);
    }

    static boolean isZfs(String value) {
        return value.toLowerCase(java.util.Locale.ROOT).contains("zfs");
    }

    /** As Perl does: the digits it begins with, else 0; a list is its address. */
    public static double number(String value) {
        if (value.equals(SanoidFile.Setting.TWICE)) {
            return 1e15;
        }
        Matcher number = NUMBER.matcher(value);
        return number.matches() ? Double.parseDouble(number.group(1)) : 0;
    }
}
