package org.openfoodfacts.brigade.confs.fleet;

import java.time.Duration;
import java.util.Map;
import org.openfoodfacts.brigade.confs.fleet.Fleet.Application;
import org.openfoodfacts.brigade.confs.fleet.Fleet.Build;
import org.openfoodfacts.brigade.confs.fleet.Fleet.Flavor;
import org.openfoodfacts.brigade.confs.yaml.TextRule;
import org.openfoodfacts.brigade.confs.yaml.YamlMapping;

/** Reads the items of {@code applications}. */
final class ApplicationReader {
    private final Ledger ledger;

    ApplicationReader(Ledger ledger) {
        this.ledger = ledger;
    }

    Application read(YamlMapping item) {
        String name = item.required("name", FleetRules.WORD);
        ledger.claim("application", name, item.place("name"));
        Application read = new Application(
                name,
                item.required("repository", FleetRules.REPOSITORY),
                item.required("user", FleetRules.USER),
                item.mapping("build", ApplicationReader::build),
                item.mappings("flavors", flavor -> flavor(flavor, name)));
        if (read.flavors().isEmpty()) {
            item.problems()
                    .error(item.place("flavors"), "the application has no flavors", "declare one: name, node, path");
        }
        return read;
    }

    private static Build build(YamlMapping build) {
        String timeout = build.required("timeout", FleetRules.TIMEOUT);
        String script = build.required("script", FleetRules.SCRIPT);
        return new Build(
                script == null ? null : FleetRules.withoutHere(script),
                build.texts("arguments", TextRule.ANY),
                timeout == null ? null : Duration.parse(timeout));
    }

    private Flavor flavor(YamlMapping item, String application) {
        String name = item.required("name", FleetRules.WORD);
        String node = item.required("node", FleetRules.NODE_NAME);
        String path = item.required("path", FleetRules.ABSOLUTE_PATH);
        ledger.claim("flavor", "of " + application, name, item.place("name"));
        ledger.mention("node", node, item.place("node"));
        if (node != null) {
            ledger.claim("checkout", "on node " + node, path, item.place("path"));
        }
        var environment = item.mapping("environment", e -> e.allTexts(FleetRules.VARIABLE));
        return new Flavor(name, node, path, environment == null ? Map.of() : environment);
    }
}
