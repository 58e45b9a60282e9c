package org.openfoodfacts.brigade.proxyconfig.domain;

import java.util.OptionalLong;
import java.util.regex.Pattern;

/** IPv4 addresses as four decimal numbers, and in no other of the forms that inet_aton takes (octal, hexadecimal, fewer parts). */
final class Ipv4Text {
    private static final String BYTE = "(?:0|[1-9][0-9]{0,2})";
    private static final Pattern ADDRESS = Pattern.compile(BYTE + "(?:\\." + BYTE + "){3}");

    private Ipv4Text() {}

    static String of(int address) {
        return (address >>> 24) + "." + (address >>> 16 & 255) + "." + (address >>> 8 & 255) + "." + (address & 255);
    }

    /** The 32 bits; empty when the text is no address. */
    static OptionalLong parse(String text) {
        if (!ADDRESS.matcher(text).matches()) {
            return OptionalLong.empty();
        }
        long bits = 0;
        for (String part : text.split("\\.")) {
            int value = Integer.parseInt(part);
            if (value > 255) {
                return OptionalLong.empty();
            }
            bits = bits << 8 | value;
        }
        return OptionalLong.of(bits);
    }
}
