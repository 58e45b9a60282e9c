package org.openfoodfacts.brigade.confs.lint.services;

import java.util.regex.Pattern;
import org.openfoodfacts.brigade.confs.Networks;

/** Who reaches an address something listens on, as far as the text says it; names are never looked up. */
public enum Scope {
    LOOPBACK,
    PRIVATE,
    PUBLIC,
    /** Every address the machine has. */
    ALL,
    /** A name, or no address at all. */
    UNKNOWN;

    private static final Pattern IPV4_PRIVATE = Pattern.compile(
            "10\\..*|192\\.168\\..*|172\\.(1[6-9]|2\\d|3[01])\\..*|169\\.254\\..*|100\\.(6[4-9]|[7-9]\\d|1[01]\\d|12[0-7])\\..*");
    private static final Pattern IPV6_PRIVATE = Pattern.compile("(?i)f[cd][0-9a-f]{2}:.*|fe[89ab][0-9a-f]:.*");
    private static final Pattern ALL_ADDRESSES = Pattern.compile("|\\*|::\\*|0|0\\.0\\.0\\.0|::|0:0:0:0:0:0:0:0|::0");

    public static Scope of(String host) {
        if (ALL_ADDRESSES.matcher(host).matches()) {
            return ALL;
        }
        if (host.equalsIgnoreCase("localhost") || host.startsWith("127.") || host.equals("::1")) {
            return LOOPBACK;
        }
        if (!Networks.isAddress(host)) {
            return UNKNOWN;
        }
        boolean isPrivate = IPV4_PRIVATE.matcher(host).matches()
                || IPV6_PRIVATE.matcher(host).matches();
        return isPrivate ? PRIVATE : PUBLIC;
    }
}
