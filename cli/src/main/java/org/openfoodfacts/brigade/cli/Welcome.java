package org.openfoodfacts.brigade.cli;

import java.net.URI;
import java.util.Locale;
import java.util.function.Supplier;
import org.openfoodfacts.brigade.suite.launch.Suite;
import org.openfoodfacts.brigade.suite.rest.TokenIssuer.Role;

/** What somebody who has just started a suite wants to know. */
final class Welcome {
    private Welcome() {}

    /** A line for whoever installs an agent on another machine. */
    private static String elsewhere(Suite suite) {
        return suite.urlElsewhere()
                .map(url -> "Elsewhere security-api = " + url + "/api/security   Kafka "
                        + suite.broker().nodeBootstrapServers() + " (not encrypted: private networks only)\n")
                .orElse("");
    }

    /** The address of the console, with a token only for eyes: what goes to a file or a log is kept, and read by others. */
    static String console(URI url, boolean isTerminal, Supplier<String> token) {
        return isTerminal
                ? url + "/#token=" + token.get()
                        + "\n          (as operator; './brigade token --role admin' prints a token that may do more)"
                : url + "/\n          (it asks for a token; './brigade token' prints one)";
    }

    /** @param isTerminal whether it will be shown there and stay nowhere else */
    static String of(Suite suite, boolean isTerminal) {
        return String.format(
                Locale.ROOT,
                """

                Console   %s
                API       %s/api/{inventory,zfs-sync,proxy-config,deployer,security}/   each with health, metrics, openapi
                Kafka     %s   client properties: %s (admin), %s
                %sLogs      %s
                Try       ./brigade status · ./brigade nodes · ./brigade events --follow · ./brigade demo
                Ctrl-C or './brigade down' stops everything.
                """,
                console(suite.url(), isTerminal, () -> suite.token(Role.operator, "console")),
                suite.url(),
                suite.broker().bootstrapServers(),
                suite.state().kafkaClient("admin"),
                suite.state().kafkaClient("tool.ci").getFileName(),
                elsewhere(suite),
                suite.state().log("x").getParent());
    }
}
