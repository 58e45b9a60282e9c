package org.openfoodfacts.brigade.deployer.domain;

import java.util.Optional;
import org.openfoodfacts.brigade.contracts.commands.BuildLimits;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredBuild;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredFlavor;

/** What an agent would refuse to run is not taken over ({@link BuildLimits}). */
final class BuildRules {
    private BuildRules() {}

    /** Ends a sentence that begins with the build, whose script is there. */
    static Optional<String> objection(DeclaredBuild build) {
        if (!BuildLimits.isScript(build.script())) {
            return Optional.of("has the script '" + build.script() + "', which is no plain path inside the checkout");
        }
        return build.timeout() == null || BuildLimits.isTimeout(build.timeout())
                ? Optional.empty()
                : Optional.of("may take " + build.timeout() + ", and an agent lets it have more than zero and at most "
                        + BuildLimits.LONGEST);
    }

    /** Ends a sentence that begins with the flavor. */
    static Optional<String> objection(DeclaredFlavor flavor) {
        return flavor.environment().keySet().stream()
                .filter(name -> !BuildLimits.isVariable(name) || BuildLimits.isOfTheLoader(name))
                .sorted()
                .findFirst()
                .map(name -> "sets '" + name + "', which no agent sets for a build");
    }
}
