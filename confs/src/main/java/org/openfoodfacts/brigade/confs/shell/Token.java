package org.openfoodfacts.brigade.confs.shell;

/** A word as it is written, quotes and all, or an operator; a line break is the operator {@code \n}. */
public record Token(boolean word, String text, int line) {
    boolean is(String operator) {
        return !word && text.equals(operator);
    }

    boolean isWord(String reserved) {
        return word && text.equals(reserved);
    }

    /** Without the quotes around it. */
    public String bare() {
        boolean quoted = text.length() > 1
                && (text.charAt(0) == '"' || text.charAt(0) == '\'')
                && text.charAt(text.length() - 1) == text.charAt(0);
        return quoted ? text.substring(1, text.length() - 1) : text;
    }
}
