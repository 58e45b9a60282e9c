package org.openfoodfacts.brigade.agent.tools.bans;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * An address or a range, compared by its bits. {@code text} is the canonical form fail2ban uses too: no prefix for a single address,
 * the network's address for a range, IPv6 in lower case.
 */
public final class Network {
    private final byte[] bytes;
    private final int prefix;

    private Network(byte[] bytes, int prefix) {
        this.bytes = bytes;
        this.prefix = prefix;
    }

    /** Empty for anything but a literal address with or without prefix length; names are never looked up. */
    public static Optional<Network> parse(String text) {
        if (text == null) {
            return Optional.empty();
        }
        String[] parts = text.strip().split("/", -1);
        if (parts.length > 2 || !parts[0].matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")) {
            return Optional.empty();
        }
        try {
            byte[] bytes = InetAddress.ofLiteral(parts[0]).getAddress();
            int longest = bytes.length * 8;
            int prefix = parts.length == 1 ? longest : prefix(parts[1]);
            return prefix < 0 || prefix > longest
                    ? Optional.empty()
                    : Optional.of(new Network(masked(bytes, prefix), prefix));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static int prefix(String text) {
        return text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : -1;
    }

    private static byte[] masked(byte[] bytes, int prefix) {
        byte[] masked = new byte[bytes.length];
        int whole = prefix / 8;
        System.arraycopy(bytes, 0, masked, 0, whole);
        if (prefix % 8 > 0) {
            masked[whole] = (byte) (bytes[whole] & (0xff00 >> (prefix % 8)));
        }
        return masked;
    }

    int prefix() {
        return prefix;
    }

    /** The network of this shorter prefix that it lies in. */
    Network widened(int shorter) {
        return new Network(masked(bytes, shorter), shorter);
    }

    /** True for itself and everything inside. */
    public boolean contains(Network other) {
        return prefix <= other.prefix && equals(other.widened(prefix));
    }

    public String text() {
        String address = bytes.length == 4 ? v4() : v6();
        return prefix == bytes.length * 8 ? address : address + "/" + prefix;
    }

    private String v4() {
        try {
            return InetAddress.getByAddress(bytes).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    /** RFC 5952: the longest run of two or more zero groups becomes {@code ::}, the first one when equal. */
    private String v6() {
        String[] groups = new String[8];
        for (int i = 0; i < 8; i++) {
            groups[i] = Integer.toHexString(((bytes[2 * i] & 0xff) << 8) | (bytes[2 * i + 1] & 0xff));
        }
        int start = -1;
        int length = 1;
        for (int i = 0; i < 8; i++) {
            int end = i;
            while (end < 8 && groups[end].equals("0")) {
                end++;
            }
            if (end - i > length) {
                start = i;
                length = end - i;
            }
        }
        return start < 0
                ? String.join(":", groups)
                : String.join(":", Arrays.asList(groups).subList(0, start))
                        + "::"
                        + String.join(":", Arrays.asList(groups).subList(start + length, 8));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Network network && prefix == network.prefix && Arrays.equals(bytes, network.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes) * 31 + prefix;
    }

    @Override
    public String toString() {
        return text() + " (" + HexFormat.of().formatHex(bytes) + "/" + prefix + ")";
    }
}
