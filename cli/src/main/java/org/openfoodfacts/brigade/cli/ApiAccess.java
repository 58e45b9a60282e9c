package org.openfoodfacts.brigade.cli;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.openfoodfacts.brigade.suite.launch.RunningSuite;
import org.openfoodfacts.brigade.suite.launch.StateFolder;
import org.openfoodfacts.brigade.suite.rest.ApiClient;
import org.openfoodfacts.brigade.suite.rest.ApiException;
import org.openfoodfacts.brigade.suite.rest.TokenIssuer;
import org.openfoodfacts.brigade.suite.rest.TokenIssuer.Role;

/** The suite that commands talk to: the one BRIGADE_URL names, with BRIGADE_TOKEN, or the one of this machine as its administrator. */
record ApiAccess(StateFolder state, Clock clock) {
    private static final Duration LIFETIME = Duration.ofMinutes(10);

    ApiAccess(StateFolder state) {
        this(state, Clock.systemUTC());
    }

    ApiClient client() {
        String url = System.getenv("BRIGADE_URL");
        String token = System.getenv("BRIGADE_TOKEN");
        if (url != null) {
            if (token == null) {
                throw new ApiException(
                        0, "BRIGADE_URL is set, BRIGADE_TOKEN is not; both are needed for a suite elsewhere");
            }
            return new ApiClient(URI.create(url), () -> token);
        }
        RunningSuite running = RunningSuite.read(state)
                .filter(RunningSuite::isUp)
                .orElseThrow(
                        () -> new ApiException(0, "no suite runs here; './brigade up' starts one, or set BRIGADE_URL"));
        return new ApiClient(running.url(), token == null ? new OwnToken(state, clock) : () -> token);
    }

    /** A token that never ends while somebody asks for it. Each is used for half of its life, for signing one takes time. */
    private static final class OwnToken implements Supplier<String> {
        private final TokenIssuer issuer;
        private final Clock clock;
        private String token;
        private Instant renewal = Instant.MIN;

        OwnToken(StateFolder state, Clock clock) {
            this.issuer = new TokenIssuer(state.keys(), clock);
            this.clock = clock;
        }

        @Override
        public synchronized String get() {
            Instant now = clock.instant();
            if (!now.isBefore(renewal)) {
                token = issuer.token(System.getProperty("user.name"), Role.admin, LIFETIME);
                renewal = now.plus(LIFETIME.dividedBy(2));
            }
            return token;
        }
    }
}
