package org.openfoodfacts.brigade.deployer.domain;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredBuild;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredFlavor;

/**
 * What an agent would refuse to run. It says so only when the build is its turn, and by then the checkout has the new files: so what it
 * would refuse is not taken over. That all judge alike is held by {@code samples/builds.txt} of the contracts.
 */
final class BuildRules {
    private static final Duration LONGEST = Duration.ofHours(12);
    private static final Set<String> NO_SEGMENTS = Set.of("", ".", "..", ".git");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern LOADER_VARIABLE = Pattern.compile("(LD|GLIBC)_.*|GCONV_PATH|LOCPATH|NLSPATH");

    private BuildRules() {}

    /** Ends a sentence that begins with the build, whose script is there. */
    static Optional<String> objection(DeclaredBuild build) {
        String script = build.script();
        if (CONTROL.matcher(script).find() || Stream.of(script.split("/", -1)).anyMatch(NO_SEGMENTS::contains)) {
            return Optional.of("has the script '" + script + "', which is no plain path inside the checkout");
        }
        Duration timeout = build.timeout();
        return timeout == null || (timeout.isPositive() && timeout.compareTo(LONGEST) <= 0)
                ? Optional.empty()
                : Optional.of(
                        "may take " + timeout + ", and an agent lets it have more than zero and at most " + LONGEST);
    }

    /** Ends a sentence that begins with the flavor. */
    static Optional<String> objection(DeclaredFlavor flavor) {
        return flavor.environment().keySet().stream()
                .filter(name -> !VARIABLE.matcher(name).matches()
                        || LOADER_VARIABLE.matcher(name).matches())
                .sorted()
                .findFirst()
                .map(name -> "sets '" + name + "', which no agent sets for a build");
    }
}
