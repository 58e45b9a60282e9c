package org.openfoodfacts.brigade.confs.fleet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openfoodfacts.brigade.confs.DidYouMean;
import org.openfoodfacts.brigade.confs.yaml.Place;
import org.openfoodfacts.brigade.confs.yaml.YamlProblems;

/** Keeps which names were claimed and which were mentioned, so that doubles and names of nothing are found with their places. */
final class Ledger {
    private final YamlProblems problems;
    private final Map<String, Map<String, Place>> claims = new HashMap<>();
    private final List<Mention> mentions = new ArrayList<>();

    private record Mention(String kind, String name, Place place) {}

    Ledger(YamlProblems problems) {
        this.problems = problems;
    }

    void claim(String kind, String name, Place place) {
        claim(kind, "", name, place);
    }

    /** Only one may claim a name of a kind ("vmid") within a scope ("at site north"); null is no name. */
    void claim(String kind, String scope, Object name, Place place) {
        if (name == null) {
            return;
        }
        Place first =
                claims.computeIfAbsent(kind + scope, k -> new LinkedHashMap<>()).putIfAbsent(name.toString(), place);
        if (first != null) {
            problems.error(
                    place,
                    "the " + kind + " '" + name + "'" + (scope.isEmpty() ? "" : " " + scope)
                            + " stands twice, first at line " + first.line(),
                    "give one of them another");
        }
    }

    /** The name must be claimed by the end of the file. */
    void mention(String kind, String name, Place place) {
        if (name != null) {
            mentions.add(new Mention(kind, name, place));
        }
    }

    void reportUnknown() {
        for (Mention mention : mentions) {
            Set<String> known = claims.getOrDefault(mention.kind(), Map.of()).keySet();
            if (!known.contains(mention.name())) {
                problems.error(
                        mention.place(),
                        "there is no " + mention.kind() + " '" + mention.name() + "'",
                        DidYouMean.remedy(mention.name(), known));
            }
        }
    }
}
