package org.openfoodfacts.brigade.cli;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import org.openfoodfacts.brigade.suite.launch.RunningSuite;
import org.openfoodfacts.brigade.suite.launch.StateFolder;
import org.openfoodfacts.brigade.suite.rest.ApiClient;
import org.openfoodfacts.brigade.suite.rest.ApiException;
import org.openfoodfacts.brigade.suite.rest.TokenIssuer;
import org.openfoodfacts.brigade.suite.rest.TokenIssuer.Role;

/** The suite that commands talk to: the one BRIGADE_URL names, with BRIGADE_TOKEN, or the one of this machine as its administrator. */
record ApiAccess(StateFolder state) {
    private static final Duration LIFETIME = Duration.ofMinutes(10);

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
        String own = token == null ? token(System.getProperty("user.name"), Role.admin, LIFETIME) : token;
        return new ApiClient(running.url(), () -> own);
    }

    String token(String user, Role role, Duration lifetime) {
        return new TokenIssuer(state.keys(), Clock.systemUTC()).token(user, role, lifetime);
    }
}
