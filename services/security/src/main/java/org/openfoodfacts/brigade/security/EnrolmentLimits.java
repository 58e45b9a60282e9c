package org.openfoodfacts.brigade.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * How often strangers may try to enrol: so many times a minute from one address (an IPv6 /64 counts as one) and in all, in each instance. A
 * machine that is admitted gets its try back; who comes with keys that are none does not. The addresses are forgotten after a while and bounded in number.
 */
@ApplicationScoped
public class EnrolmentLimits {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int MOST_ADDRESSES = 10_000;
    private static final int BYTES_OF_A_SITE = 8;

    private final int perAddress;
    private final Bucket all;
    private final Cache<String, Bucket> byAddress = Caffeine.newBuilder()
            .maximumSize(MOST_ADDRESSES)
            .expireAfterAccess(MINUTE.multipliedBy(2)) // it is full again by then
            .build();

    @Inject
    EnrolmentLimits(SecurityConfig config) {
        this(config.enrolmentAttemptsPerAddress(), config.enrolmentAttempts());
    }

    EnrolmentLimits(int perAddress, int inAll) {
        this.perAddress = perAddress;
        this.all = perMinute(inAll);
    }

    private static Bucket perMinute(int count) {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(count).refillGreedy(count, MINUTE))
                .build();
    }

    /** Takes one try; how long to wait when there is none, empty when it may be made. */
    public Optional<Duration> take(String address) {
        Bucket own = own(address);
        Optional<Duration> wait = take(own);
        if (wait.isPresent()) {
            return wait;
        }
        Optional<Duration> waitForAll = take(all);
        waitForAll.ifPresent(ignored -> own.addTokens(1));
        return waitForAll;
    }

    /** The machine was admitted: its try does not count. */
    public void giveBack(String address) {
        own(address).addTokens(1);
        all.addTokens(1);
    }

    private static Optional<Duration> take(Bucket bucket) {
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? Optional.empty() : Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }

    private Bucket own(String address) {
        return byAddress.get(site(address), ignored -> perMinute(perAddress));
    }

    private static String site(String address) {
        return InetAddress.ofLiteral(address) instanceof Inet6Address v6
                ? HexFormat.of().formatHex(Arrays.copyOf(v6.getAddress(), BYTES_OF_A_SITE))
                : address;
    }
}
