package org.openfoodfacts.brigade.confs.fleet;

import org.openfoodfacts.brigade.confs.fleet.Fleet.Clone;
import org.openfoodfacts.brigade.confs.fleet.Fleet.Consumer;
import org.openfoodfacts.brigade.confs.fleet.Fleet.StagingClones;
import org.openfoodfacts.brigade.confs.yaml.YamlMapping;

/** Reads the items of {@code staging-clones}. */
final class StagingReader {
    private final Ledger ledger;

    StagingReader(Ledger ledger) {
        this.ledger = ledger;
    }

    StagingClones read(YamlMapping item) {
        String name = item.required("name", FleetRules.WORD);
        ledger.claim("set of staging clones", name, item.place("name"));
        String node = node(item);
        StagingClones read = new StagingClones(
                name,
                node,
                item.optional("snapshots", FleetRules.SNAPSHOTS),
                item.optional("schedule", FleetRules.TIME_OF_DAY),
                item.mappings("clones", clone -> clone(clone, node)),
                item.mappings("consumers", this::consumer));
        if (read.clones().isEmpty()) {
            item.problems()
                    .error(item.place("clones"), "the set has no clones", "declare at least one: source, target");
        }
        return read;
    }

    private String node(YamlMapping item) {
        String node = item.required("node", FleetRules.NODE_NAME);
        ledger.mention("node", node, item.place("node"));
        return node;
    }

    /** Nobody may want two things of one dataset, and a clone lives in the pool of its source. */
    private Clone clone(YamlMapping item, String node) {
        Clone clone =
                new Clone(item.required("source", FleetRules.DATASET), item.required("target", FleetRules.DATASET));
        ledger.claim("clone", "of node " + node, clone.target(), item.place("target"));
        if (clone.source() != null && clone.target() != null) {
            String pool = clone.source().split("/", 2)[0];
            if (!clone.target().startsWith(pool + "/")) {
                item.problems()
                        .error(
                                item.place("target"),
                                "'" + clone.target() + "' is not in the pool of " + clone.source(),
                                "a clone shares its source's blocks: name a dataset below " + pool + "/");
            } else if ((clone.target() + "/").startsWith(clone.source() + "/")) {
                item.problems()
                        .error(
                                item.place("target"),
                                "'" + clone.target() + "' lies in its own source",
                                "name a dataset beside it, so that snapshots and copies of the source leave it out");
            }
        }
        return clone;
    }

    private Consumer consumer(YamlMapping item) {
        Consumer consumer = new Consumer(node(item), item.texts("units", FleetRules.UNIT));
        if (consumer.units().isEmpty()) {
            item.problems().error(item.place("units"), "the consumer has no units", "name what is stopped meanwhile");
        }
        return consumer;
    }
}
