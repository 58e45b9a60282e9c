package org.openfoodfacts.brigade.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Map;
import org.openfoodfacts.brigade.suite.rest.ApiClient;
import org.openfoodfacts.brigade.suite.rest.Uris;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The keys of tunnels: the tunnels, the rotations of one, a new rotation. Never a key. */
@Command(
        name = "psk",
        mixinStandardHelpOptions = true,
        description = "Lists tunnels; shows a tunnel's rotations; gives it a new key.")
final class PskCommand extends ApiCommand {
    @Parameters(arity = "0..1", paramLabel = "TUNNEL")
    private String tunnel;

    @Option(names = "--rotate", description = "issues a new key and has both ends write it")
    private boolean rotate;

    @Override
    void check() {
        if (tunnel == null && rotate) {
            throw notUnderstood("--rotate needs the TUNNEL that gets a new key; 'brigade psk' lists them");
        }
    }

    @Override
    void run(ApiClient api, PrintWriter out) {
        if (tunnel == null) {
            api.all("security/tunnels").forEach(one -> out.println(asJson() ? one : Json.text(one, "name")));
            return;
        }
        String path = "security/tunnels/" + Uris.encode(tunnel) + "/psk";
        if (!rotate) {
            out.println(pretty(api.get(path)));
            return;
        }
        JsonNode rotation = api.post(path, Map.of());
        var _ = needed(rotation, "id");
        out.println(pretty(rotation));
    }
}
