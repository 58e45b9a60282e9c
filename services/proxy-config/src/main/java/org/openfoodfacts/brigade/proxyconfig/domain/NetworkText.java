package org.openfoodfacts.brigade.proxyconfig.domain;

import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.proxyconfig.domain.Network.Family;

/**
 * Reads addresses and networks as people type them, and only in forms that mean one thing: no octal or short IPv4, no zone, no IPv4 in
 * IPv6 clothes.
 */
public sealed interface NetworkText {
    Pattern PREFIX = Pattern.compile("0|[1-9][0-9]{0,2}");

    /** {@code exact} is false when the text has bits set behind its prefix. */
    record Read(Network network, boolean exact) implements NetworkText {}

    /** {@code why} ends a sentence that begins with what was to be read. */
    record Unreadable(String why) implements NetworkText {}

    /** An address alone. */
    static NetworkText address(String text) {
        if (text.contains("/")) {
            return new Unreadable("is a network; give it as 'cidr'");
        }
        return read(text, null);
    }

    /** {@code address/prefix}, or an address alone. */
    static NetworkText network(String text) {
        int slash = text.indexOf('/');
        return slash < 0 ? read(text, null) : read(text.substring(0, slash), text.substring(slash + 1));
    }

    private static NetworkText read(String address, String prefix) {
        if (address.indexOf(':') < 0) {
            OptionalLong bits = Ipv4Text.parse(address);
            return bits.isPresent()
                    ? network(Family.V4, bits.getAsLong() << Integer.SIZE, 0, prefix)
                    : new Unreadable("is no address; write IPv4 as four decimal numbers without leading zeros");
        }
        if (address.indexOf('%') >= 0) {
            return new Unreadable("has a zone; an address with one means nothing on another machine");
        }
        if (address.indexOf('.') >= 0) {
            return new Unreadable("has an IPv4 address in it; give that one, or write it in hexadecimal");
        }
        return Ipv6Text.parse(address)
                .map(bits -> bits.high() == 0 && bits.low() >>> Integer.SIZE == 0xffff
                        ? new Unreadable("is the IPv4 address " + Ipv4Text.of((int) bits.low()) + "; give that one")
                        : network(Family.V6, bits.high(), bits.low(), prefix))
                .orElse(new Unreadable("is no IPv6 address"));
    }

    private static NetworkText network(Family family, long high, long low, String prefix) {
        if (prefix == null) {
            return new Read(new Network(family, high, low, family.bits()), true);
        }
        if (!PREFIX.matcher(prefix).matches() || Integer.parseInt(prefix) > family.bits()) {
            return new Unreadable("has no prefix of 0 to " + family.bits() + " behind the '/'");
        }
        Network network = new Network(family, high, low, Integer.parseInt(prefix));
        return new Read(network, network.high() == high && network.low() == low);
    }
}
