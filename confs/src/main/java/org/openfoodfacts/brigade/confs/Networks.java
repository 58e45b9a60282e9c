package org.openfoodfacts.brigade.confs;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** The notations of IP addresses and networks, judged by their text alone: nothing is ever looked up. */
public final class Networks {
    private static final Pattern IPV4 =
            Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)\\.){3}(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)");
    private static final Pattern GROUP = Pattern.compile("[0-9a-fA-F]{1,4}");
    private static final Pattern PREFIX = Pattern.compile("0|[1-9]\\d{0,2}");
    private static final int IPV6_GROUPS = 8;

    private Networks() {}

    /** An IPv4 or IPv6 address without prefix length or zone. */
    public static boolean isAddress(String text) {
        return IPV4.matcher(text).matches() || isIpv6(text);
    }

    /** {@code address/prefix length}. */
    public static boolean isCidr(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || !PREFIX.matcher(text.substring(slash + 1)).matches()) {
            return false;
        }
        String address = text.substring(0, slash);
        int longest = IPV4.matcher(address).matches() ? 32 : isIpv6(address) ? 128 : -1;
        return Integer.parseInt(text.substring(slash + 1)) <= longest;
    }

    private static boolean isIpv6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text) == IPV6_GROUPS;
        }
        int before = gap == 0 ? 0 : groups(text.substring(0, gap));
        String rest = text.substring(gap + 2);
        int after = rest.isEmpty() ? 0 : groups(rest);
        return before >= 0 && after >= 0 && before + after < IPV6_GROUPS;
    }

    /** The number of groups of 16 bits, -1 when it is not a list of groups; a dotted IPv4 address at the end counts as two. */
    private static int groups(String text) {
        List<String> parts = Arrays.asList(text.split(":", -1));
        boolean dotted = IPV4.matcher(parts.getLast()).matches();
        List<String> hex = dotted ? parts.subList(0, parts.size() - 1) : parts;
        boolean valid = hex.stream().allMatch(p -> GROUP.matcher(p).matches());
        return valid ? hex.size() + (dotted ? 2 : 0) : -1;
    }
}
