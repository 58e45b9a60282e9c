package org.openfoodfacts.brigade.confs.lint.bans;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code name[key=value, …]} of an action or a filter; parts that are put together only when fail2ban runs are left out. */
record Call(String name, List<String> keys) {
    private static final Pattern NAME = Pattern.compile("[\\w.-]+");
    private static final Pattern KEY = Pattern.compile("(?:^|[,\\[])\\s*([\\w.-]+)=");
    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"|'[^']*'");

    Call {
        keys = List.copyOf(keys);
    }

    /** One call per line. */
    static List<Call> all(String value) {
        List<Call> calls = new ArrayList<>();
        for (String line : value.split("\n")) {
            String text = QUOTED.matcher(line.strip()).replaceAll("x");
            int bracket = text.indexOf('[');
            String name = (bracket < 0 ? text : text.substring(0, bracket)).strip();
            if (NAME.matcher(name).matches()) {
                calls.add(new Call(name, bracket < 0 ? List.of() : keys(text.substring(bracket))));
            }
        }
        return calls;
    }

    private static List<String> keys(String options) {
        List<String> keys = new ArrayList<>();
        Matcher key = KEY.matcher(options);
        while (key.find()) {
            keys.add(key.group(1));
        }
        return keys;
    }
}
