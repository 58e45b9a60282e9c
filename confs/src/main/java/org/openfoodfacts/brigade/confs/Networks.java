package org.openfoodfacts.brigade.confs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
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

    /**
     * Of an address or network: whether it is an IPv4 one in IPv6 notation, in dots at its end or below {@code ::ffff:0:0/96}. Two
     * notations of one address are compared as two, and not everybody reads the second.
     */
    public static boolean wrapsIpv4(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        return address.indexOf(':') >= 0 && (address.indexOf('.') >= 0 || isMapped(address));
    }

    private static boolean isMapped(String ipv6) {
        int gap = ipv6.indexOf("::");
        List<String> groups = new ArrayList<>(written(gap < 0 ? ipv6 : ipv6.substring(0, gap)));
        List<String> after = gap < 0 ? List.of() : written(ipv6.substring(gap + 2));
        groups.addAll(Collections.nCopies(Math.max(0, IPV6_GROUPS - groups.size() - after.size()), "0"));
        groups.addAll(after);
        return groups.size() == IPV6_GROUPS
                && groups.subList(0, 5).stream().allMatch(group -> group.matches("0+"))
                && groups.get(5).equalsIgnoreCase("ffff");
    }

    private static List<String> written(String part) {
        return part.isEmpty() ? List.of() : List.of(part.split(":"));
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
