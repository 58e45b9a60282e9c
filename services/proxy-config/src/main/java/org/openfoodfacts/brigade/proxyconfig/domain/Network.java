package org.openfoodfacts.brigade.proxyconfig.domain;

/**
 * An IPv4 or IPv6 network; a single address is one with the longest prefix. Bits are left-aligned in {@code high} and {@code low} (an IPv4
 * address fills the upper half of {@code high}), and those behind the prefix are always zero, so equal networks are equal records.
 */
public record Network(Family family, long high, long low, int prefix) {

    /** The address families with their number of bits. */
    public enum Family {
        V4(32),
        V6(128);

        private final int bits;

        Family(int bits) {
            this.bits = bits;
        }

        public int bits() {
            return bits;
        }
    }

    public Network {
        if (prefix < 0 || prefix > family.bits()) {
            throw new IllegalArgumentException("a prefix of " + family + " is 0 to " + family.bits() + ": " + prefix);
        }
        high &= mask(prefix);
        low &= mask(prefix - Long.SIZE);
    }

    /** True when every address of the other one is in this one. */
    public boolean contains(Network other) {
        return family == other.family
                && prefix <= other.prefix
                && (other.high & mask(prefix)) == high
                && (other.low & mask(prefix - Long.SIZE)) == low;
    }

    /** True when they have an address in common; of two networks that do, one contains the other. */
    public boolean overlaps(Network other) {
        return contains(other) || other.contains(this);
    }

    /** The network of this shorter prefix that contains this one. */
    Network widened(int shorter) {
        return new Network(family, high, low, shorter);
    }

    /** In CIDR form, an IPv6 address as RFC 5952 wants it. */
    @Override
    public String toString() {
        return address() + "/" + prefix;
    }

    /** The first address. */
    public String address() {
        return switch (family) {
            case V4 -> Ipv4Text.of((int) (high >>> Integer.SIZE));
            case V6 -> Ipv6Text.of(high, low);
        };
    }

    private static long mask(int bits) {
        return bits <= 0 ? 0 : bits >= Long.SIZE ? -1 : -1L << (Long.SIZE - bits);
    }
}
