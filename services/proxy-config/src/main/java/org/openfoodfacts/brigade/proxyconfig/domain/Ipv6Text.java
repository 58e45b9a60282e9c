package org.openfoodfacts.brigade.proxyconfig.domain;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** IPv6 addresses as hexadecimal groups (RFC 4291), written as RFC 5952 wants them. */
final class Ipv6Text {
    private static final int GROUPS = 8;
    private static final Pattern GROUP = Pattern.compile("[0-9a-fA-F]{1,4}");

    private Ipv6Text() {}

    /** The 128 bits. */
    record Bits(long high, long low) {}

    /** Empty when the text is no address. */
    static Optional<Bits> parse(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return bits(groups(text), List.of(), false);
        }
        String tail = text.substring(gap + 2);
        return tail.contains("::") ? Optional.empty() : bits(groups(text.substring(0, gap)), groups(tail), true);
    }

    private static List<String> groups(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(":", -1));
    }

    private static Optional<Bits> bits(List<String> head, List<String> tail, boolean gap) {
        int missing = GROUPS - head.size() - tail.size();
        List<String> all = new ArrayList<>(head);
        if (gap ? missing < 1 : missing != 0) {
            return Optional.empty();
        }
        all.addAll(Collections.nCopies(missing, "0"));
        all.addAll(tail);
        if (!all.stream().allMatch(group -> GROUP.matcher(group).matches())) {
            return Optional.empty();
        }
        return Optional.of(new Bits(word(all.subList(0, 4)), word(all.subList(4, GROUPS))));
    }

    private static long word(List<String> groups) {
        return Long.parseUnsignedLong(
                groups.stream().map(g -> "0".repeat(4 - g.length()) + g).collect(Collectors.joining()), 16);
    }

    /** In lower case, without leading zeros, the first longest run of two or more zero groups as {@code ::}. */
    static String of(long high, long low) {
        String hex = String.format(Locale.ROOT, "%016x%016x", high, low);
        List<String> groups = new ArrayList<>();
        for (int i = 0; i < GROUPS; i++) {
            groups.add(Integer.toHexString(Integer.parseInt(hex.substring(4 * i, 4 * i + 4), 16)));
        }
        int start = 0;
        int longest = 0;
        for (int i = 0; i < GROUPS; i++) {
            int run = zerosFrom(groups, i);
            if (run > longest) {
                start = i;
                longest = run;
            }
        }
        return longest < 2
                ? String.join(":", groups)
                : String.join(":", groups.subList(0, start)) + "::"
                        + String.join(":", groups.subList(start + longest, GROUPS));
    }

    private static int zerosFrom(List<String> groups, int start) {
        int end = start;
        while (end < GROUPS && groups.get(end).equals("0")) {
            end++;
        }
        return end - start;
    }
}
