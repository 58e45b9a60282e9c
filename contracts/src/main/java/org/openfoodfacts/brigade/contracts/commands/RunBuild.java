package org.openfoodfacts.brigade.contracts.commands;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.openfoodfacts.brigade.contracts.Copies;
import org.openfoodfacts.brigade.contracts.Required;

/** Runs one script of the checkout as its user, output streamed. The node's own policy file must allow the script. */
public record RunBuild(
        @Required CheckoutRef checkout,
        @Required String script,
        List<String> arguments,
        Map<String, String> environment,
        @Required Duration timeout)
        implements Command {
    public RunBuild {
        arguments = Copies.of(arguments);
        environment = Copies.of(environment);
    }
}
