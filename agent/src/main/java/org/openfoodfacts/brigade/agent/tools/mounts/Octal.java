package org.openfoodfacts.brigade.agent.tools.mounts;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Paths as {@code exportfs} and {@code mountinfo} write them: a blank is {@code \\040}. */
final class Octal {
    private static final Pattern ESCAPE = Pattern.compile("\\\\([0-7]{3})");

    private Octal() {}

    static String plain(String path) {
        return ESCAPE.matcher(path).replaceAll(octal -> {
            byte[] one = {(byte) Integer.parseInt(octal.group(1), 8)};
            return Matcher.quoteReplacement(new String(one, StandardCharsets.ISO_8859_1));
        });
    }
}
