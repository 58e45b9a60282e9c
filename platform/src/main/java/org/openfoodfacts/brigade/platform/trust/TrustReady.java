package org.openfoodfacts.brigade.platform.trust;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** A service that does not yet know whose messages to believe is not ready. */
@Readiness
@ApplicationScoped
public class TrustReady implements HealthCheck {
    private final TrustView trust;

    TrustReady(TrustView trust) {
        this.trust = trust;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("trust read").status(trust.isReady()).build();
    }
}
