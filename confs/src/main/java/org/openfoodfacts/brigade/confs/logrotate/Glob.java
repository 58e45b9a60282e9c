package org.openfoodfacts.brigade.confs.logrotate;

/** A path that may hold wildcards, as glob(7): none of them matches a slash. A class is taken for any one character. */
public final class Glob {
    private final String pattern;

    public Glob(String pattern) {
        this.pattern = pattern;
    }

    /** The text may be a pattern itself: then all that it matches is matched. */
    public boolean matches(String text) {
        int at = 0;
        int star = -1;
        int back = 0;
        int i = 0;
        while (i < text.length()) {
            int end = at < pattern.length() ? end(at) : 0;
            if (at < pattern.length() && pattern.charAt(at) == '*') {
                star = at++;
                back = i;
            } else if (at < pattern.length() && one(at, text.charAt(i))) {
                at = end;
                i++;
            } else if (star >= 0 && text.charAt(back) != '/') {
                at = star + 1;
                i = ++back;
            } else {
                return false;
            }
        }
        return pattern.substring(at).chars().allMatch(c -> c == '*');
    }

    /** Behind the element that begins here. */
    private int end(int start) {
        int close = pattern.charAt(start) == '[' ? pattern.indexOf(']', start + 2) : -1;
        return close < 0 ? start + 1 : close + 1;
    }

    private boolean one(int start, char c) {
        char element = pattern.charAt(start);
        boolean any = element == '?' || end(start) > start + 1;
        return any ? c != '/' && c != '*' : element == c;
    }
}
