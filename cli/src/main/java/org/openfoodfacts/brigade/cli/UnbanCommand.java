package org.openfoodfacts.brigade.cli;

import java.io.PrintWriter;
import org.openfoodfacts.brigade.suite.rest.ApiClient;
import org.openfoodfacts.brigade.suite.rest.Uris;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lifts a ban everywhere. */
@Command(name = "unban", mixinStandardHelpOptions = true, description = "Lifts a ban on every proxy.")
final class UnbanCommand extends ApiCommand {
    @Parameters(paramLabel = "ID", description = "as 'brigade bans' shows it")
    private String id;

    @Override
    void run(ApiClient api, PrintWriter out) {
        var _ = needed(api.delete("proxy-config/bans/" + Uris.encode(id)), "id");
        out.println("lifted");
    }
}
