package org.openfoodfacts.brigade.deployer.domain;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decides whether a version can be the name of a git tag, by git's own rules for references (git-check-ref-format(1)), and never lets
 * one through that a command could take for an option.
 */
public final class ReleaseTag {
    private static final Pattern FORBIDDEN = Pattern.compile("[\\x00-\\x20\\x7f~^:?*\\[\\\\]|\\.\\.|@\\{|//");

    private ReleaseTag() {}

    /** Why the version is no tag name, in words that follow "version"; empty when it is one. */
    public static Optional<String> objection(String version) {
        if (version.isEmpty() || version.length() > PlainText.LONGEST) {
            return Optional.of("must have 1 to " + PlainText.LONGEST + " characters");
        }
        Matcher forbidden = FORBIDDEN.matcher(version);
        if (forbidden.find()) {
            return Optional.of("must not contain '" + printable(forbidden.group()) + "' (git's rules for tag names)");
        }
        if (version.startsWith("-")) {
            return Optional.of("must not begin with '-'");
        }
        if (version.equals("@") || version.equals("HEAD")) {
            return Optional.of("must not be '" + version + "', which names no tag");
        }
        if (version.startsWith("/") || version.endsWith("/") || version.endsWith(".")) {
            return Optional.of("must neither begin nor end with '/' nor end with '.'");
        }
        for (String part : version.split("/", -1)) {
            if (part.startsWith(".") || part.endsWith(".lock")) {
                return Optional.of("must have no part that begins with '.' or ends with '.lock'");
            }
        }
        return Optional.empty();
    }

    private static String printable(String text) {
        char first = text.charAt(0);
        return first < ' ' || first == 0x7f ? String.format("\\x%02x", (int) first) : text;
    }
}
