package org.openfoodfacts.brigade.cli;

import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.openfoodfacts.brigade.suite.launch.StateFolder;
import org.openfoodfacts.brigade.suite.rest.TokenIssuer;
import org.openfoodfacts.brigade.suite.rest.TokenIssuer.Role;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints a bearer token, and nothing else, so that it can be put straight into a header. */
@Command(
        name = "token",
        mixinStandardHelpOptions = true,
        description = "Prints a bearer token for the suite of this machine.")
final class TokenCommand implements Callable<Integer> {
    @Mixin
    private StateOption state;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--role",
            defaultValue = "operator",
            description = "${COMPLETION-CANDIDATES} (usually ${DEFAULT-VALUE})")
    private Role role;

    @Option(names = "--user", paramLabel = "NAME", description = "whose name the events show (usually yours)")
    private String user = System.getProperty("user.name");

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            defaultValue = "PT12H",
            description = "how long it is good (ISO 8601, usually ${DEFAULT-VALUE})")
    private Duration lifetime;

    @Override
    public Integer call() {
        StateFolder folder = state.folder();
        TokenIssuer issuer = new TokenIssuer(folder.keys(), Clock.systemUTC());
        if (!Files.exists(issuer.publicKey())) {
            spec.commandLine()
                    .getErr()
                    .println("brigade: no suite was ever started here; './brigade up' makes its keys");
            return 1;
        }
        spec.commandLine().getOut().println(issuer.token(user, role, lifetime));
        return 0;
    }
}
