package org.openfoodfacts.brigade.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.suite.launch.RunningSuite;
import org.openfoodfacts.brigade.suite.launch.StateFolder;
import org.openfoodfacts.brigade.suite.rest.ApiClient;
import org.openfoodfacts.brigade.suite.rest.ApiException;
import org.openfoodfacts.brigade.suite.rest.TokenIssuer;
import org.openfoodfacts.brigade.suite.rest.TokenIssuer.Role;

/** The suite that commands talk to: the one BRIGADE_URL names, with BRIGADE_TOKEN, or the one of this machine as its administrator. */
record ApiAccess(StateFolder state, Clock clock, Map<String, String> environment) {
    private static final Duration LIFETIME = Duration.ofMinutes(10);
    private static final String URL = "BRIGADE_URL";
    private static final String TOKEN = "BRIGADE_TOKEN";
    private static final String NO_ADDRESS = "BRIGADE_URL is no address like https://brigade.example.org";
    private static final Pattern SCHEME = Pattern.compile("https?:", Pattern.CASE_INSENSITIVE);
    private static final int LAST_PORT = 65_535;
    /** RFC 6750, section 2.1. */
    private static final Pattern CREDENTIALS = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

    ApiAccess(StateFolder state) {
        this(state, Clock.systemUTC(), System.getenv());
    }

    ApiClient client() {
        Optional<String> token = token();
        String url = environment.get(URL);
        if (url != null) {
            String given = token.orElseThrow(() -> new ApiException(
                    0, "BRIGADE_URL is set, BRIGADE_TOKEN is not; both are needed for a suite elsewhere"));
            return new ApiClient(elsewhere(url.strip()), () -> given);
        }
        return token.map(given -> new ApiClient(running().url(), () -> given)).orElseGet(this::here);
    }

    /** The one of this machine, whatever the environment names: for what measures it, plays with it or tells of its processes. */
    ApiClient here() {
        return new ApiClient(running().url(), new OwnToken(state, clock));
    }

    private RunningSuite running() {
        return RunningSuite.read(state)
                .filter(RunningSuite::isUp)
                .orElseThrow(
                        () -> new ApiException(0, "no suite runs here; './brigade up' starts one, or set BRIGADE_URL"));
    }

    /** What a file with lines of another system leaves at its end is not part of it; the token itself is never shown. */
    private Optional<String> token() {
        Optional<String> token = Optional.ofNullable(environment.get(TOKEN)).map(String::strip);
        token.filter(text -> !CREDENTIALS.matcher(text).matches()).ifPresent(_ -> {
            throw new ApiException(
                    0,
                    "BRIGADE_TOKEN is no bearer token: it is empty, or has spaces, line breaks or other such characters");
        });
        return token;
    }

    private static URI elsewhere(String url) {
        try {
            URI address = new URI(url);
            if (address.getRawUserInfo() != null) {
                throw new ApiException(0, NO_ADDRESS + ": it has a user or a password in it");
            }
            if (SCHEME.matcher(url).lookingAt() && address.getHost() != null && address.getPort() <= LAST_PORT) {
                return address;
            }
        } catch (URISyntaxException e) {
            throw new ApiException(0, NO_ADDRESS + ": " + e.getMessage());
        }
        throw new ApiException(0, NO_ADDRESS + ": " + url);
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
