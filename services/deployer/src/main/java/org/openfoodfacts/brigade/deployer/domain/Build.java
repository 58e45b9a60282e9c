package org.openfoodfacts.brigade.deployer.domain;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.openfoodfacts.brigade.contracts.Copies;

/** The one script a deployment runs, with the flavor's environment; {@code script} is relative to the checkout. */
public record Build(String script, List<String> arguments, Map<String, String> environment, Duration timeout) {
    public Build {
        arguments = Copies.of(arguments);
        environment = Copies.of(environment);
    }
}
