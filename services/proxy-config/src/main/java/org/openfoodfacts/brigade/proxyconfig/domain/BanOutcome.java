package org.openfoodfacts.brigade.proxyconfig.domain;

/** What became of the wish for a ban. */
public sealed interface BanOutcome {
    record Banned(Ban ban) implements BanOutcome {}

    record Unfit(String field, String detail) implements BanOutcome {}

    record TooWide(Network network, int widest) implements BanOutcome {}

    /** It would hit a network that nobody may ban. */
    record Protected(Network network, NeverBan.Protection protection) implements BanOutcome {}

    /** Just this network is banned already. */
    record AlreadyBanned(Ban ban) implements BanOutcome {}

    /** With one more ban the order for the proxies would no longer fit into a Kafka record. */
    record Full(int bans) implements BanOutcome {}
}
