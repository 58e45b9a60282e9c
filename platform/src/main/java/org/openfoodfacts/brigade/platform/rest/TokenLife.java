package org.openfoodfacts.brigade.platform.rest;

import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Ends streams when the token they were asked for with expires: whoever may go on listening asks again with a new one. */
@ApplicationScoped
public class TokenLife {
    private static final Duration AT_ONCE = Duration.ofMillis(1);

    private final SecurityIdentity caller;
    private final Clock clock;

    TokenLife(SecurityIdentity caller, Clock clock) {
        this.caller = caller;
        this.clock = clock;
    }

    /** Must be called while the request is dealt with. A stream for a token without end goes on without end. */
    public <T> Multi<T> bound(Multi<T> stream) {
        if (!(caller.getPrincipal() instanceof JsonWebToken token) || token.getExpirationTime() <= 0) {
            return stream;
        }
        Duration left = Duration.between(clock.instant(), Instant.ofEpochSecond(token.getExpirationTime()));
        return stream.select().first(left.isPositive() ? left : AT_ONCE);
    }
}
