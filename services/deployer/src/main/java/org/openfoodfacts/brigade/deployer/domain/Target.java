package org.openfoodfacts.brigade.deployer.domain;

import java.time.Duration;
import java.util.Optional;
import org.openfoodfacts.brigade.contracts.commands.CheckoutRef;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredApplication;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredBuild;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredFlavor;

/**
 * Where a deployment goes and what it runs there, as the fleet declared it when the deployment was accepted: a later change of the fleet
 * does not change a deployment under way. {@code build} is null when the application declares none.
 */
public record Target(String node, CheckoutRef checkout, Build build) {
    private static final Duration BUILD_TIMEOUT = Duration.ofMinutes(30);

    /** Empty when the application has no such flavor. */
    public static Optional<Target> of(DeclaredApplication application, String flavorName) {
        return application.flavors().stream()
                .filter(flavor -> flavor.name().equals(flavorName))
                .findFirst()
                .map(flavor -> new Target(
                        flavor.node(),
                        new CheckoutRef(flavor.path(), application.user(), application.repository()),
                        build(application.build(), flavor)));
    }

    private static Build build(DeclaredBuild declared, DeclaredFlavor flavor) {
        return declared == null
                ? null
                : new Build(
                        declared.script(),
                        declared.arguments(),
                        flavor.environment(),
                        declared.timeout() == null ? BUILD_TIMEOUT : declared.timeout());
    }
}
