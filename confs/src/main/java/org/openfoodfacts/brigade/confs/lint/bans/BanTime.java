package org.openfoodfacts.brigade.confs.lint.bans;

import java.util.regex.Pattern;

/** fail2ban's time abbreviation format (jail.conf(5)): seconds, or numbers with units one after the other. */
final class BanTime {
    private static final String UNIT =
            "(years?|yea?|yy?|months?|mon?|weeks?|wee?|ww?|days?|da|dd?|hours?|hou?|hh?|minutes?|min?|mm?|seconds?|sec?|ss?)";
    private static final Pattern TIME =
            Pattern.compile("(?i)\\s*[-+]?(\\d+(\\.\\d+)?\\s*" + UNIT + "\\s*)*(\\d+(\\.\\d+)?)?\\s*");
    private static final Pattern PLAIN = Pattern.compile("[\\w\\s.+-]*");

    private BanTime() {}

    /** True too for what is put together or calculated only when fail2ban runs. */
    static boolean isReadable(String value) {
        return !PLAIN.matcher(value).matches()
                || (!value.isBlank() && TIME.matcher(value).matches());
    }
}
