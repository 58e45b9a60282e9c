package org.openfoodfacts.brigade.proxyconfig.domain;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.proxyconfig.domain.Network.Family;

/**
 * A ban somebody asks for: one address or network, a reason, and an end: {@code duration} (ISO 8601), {@code until}, or, said in so many
 * words, {@code permanent}.
 */
public record BanWish(String address, String cidr, String reason, String duration, Instant until, Boolean permanent) {
    public static final Duration LONGEST = Duration.ofDays(3653);

    private static final int LONGEST_REASON = 200;
    private static final int WIDEST_V4 = 8;
    private static final int WIDEST_V6 = 19;
    /** Control characters, and halves of surrogate pairs, which have no form in UTF-8. */
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\p{Cs}]");

    /** What the wish comes to. */
    public sealed interface Judged {
        /** {@code until} null for a ban until lifted. */
        record Fit(Network network, Instant until) implements Judged {}

        /** A field that is missing or cannot be; {@code detail} ends a sentence that begins with it. */
        record Unfit(String field, String detail) implements Judged {}

        /** Well formed, but wider than anybody should ban. */
        record TooWide(Network network, int widest) implements Judged {}
    }

    public Judged judge(Instant now) {
        Optional<Judged> unfit = reasonObjection().or(this::targetObjection).or(this::endObjection);
        if (unfit.isPresent()) {
            return unfit.get();
        }
        String field = address == null ? "cidr" : "address";
        return switch (address == null ? NetworkText.network(cidr) : NetworkText.address(address)) {
            case NetworkText.Unreadable(String why) -> new Judged.Unfit(field, why);
            case NetworkText.Read(Network network, boolean exact)
            when !exact -> new Judged.Unfit(field, "has bits set behind its prefix; did you mean " + network + "?");
            case NetworkText.Read(Network network, boolean _) ->
                network.prefix() < widest(network) ? new Judged.TooWide(network, widest(network)) : end(network, now);
        };
    }

    private Judged end(Network network, Instant now) {
        Instant end;
        try {
            end = duration == null ? until : now.plus(Duration.parse(duration));
        } catch (DateTimeException | ArithmeticException e) {
            return new Judged.Unfit("duration", "must be an ISO 8601 duration such as PT12H or P30D");
        }
        if (end != null && (!end.isAfter(now) || end.isAfter(now.plus(LONGEST)))) {
            return new Judged.Unfit(
                    duration == null ? "until" : "duration", "must end in the future and at most ten years away");
        }
        return new Judged.Fit(network, end == null ? null : end.truncatedTo(ChronoUnit.MILLIS));
    }

    private Optional<Judged> reasonObjection() {
        if (reason == null || reason.isBlank()) {
            return unfit("reason", "is missing; say why, so that others know whether it may be lifted");
        }
        return reason.length() > LONGEST_REASON || UNPRINTABLE.matcher(reason).find()
                ? unfit("reason", "must be one line of at most " + LONGEST_REASON + " characters")
                : Optional.empty();
    }

    private Optional<Judged> targetObjection() {
        if (address == null && cidr == null) {
            return unfit("address", "is missing; give 'address' or 'cidr'");
        }
        return address != null && cidr != null
                ? unfit("cidr", "cannot stand beside 'address'; give one of them")
                : Optional.empty();
    }

    private Optional<Judged> endObjection() {
        boolean forever = permanent != null && permanent;
        long ends = Stream.of(duration != null, until != null, forever)
                .filter(given -> given)
                .count();
        if (ends == 1) {
            return Optional.empty();
        }
        return ends == 0
                ? unfit(
                        "duration",
                        "is missing; give 'duration', 'until' or, for a ban until lifted, 'permanent': true")
                : unfit("duration", "is one of three: give 'duration', 'until' or 'permanent'");
    }

    private static Optional<Judged> unfit(String field, String detail) {
        return Optional.of(new Judged.Unfit(field, detail));
    }

    private static int widest(Network network) {
        return network.family() == Family.V4 ? WIDEST_V4 : WIDEST_V6;
    }
}
