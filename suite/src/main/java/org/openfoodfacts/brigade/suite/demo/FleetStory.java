package org.openfoodfacts.brigade.suite.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.openfoodfacts.brigade.suite.rest.ApiClient;

/** inventory: what is declared in git meets what the agents see, and every event is in one journal. */
final class FleetStory implements Story {
    @Override
    public String title() {
        return "1 inventory: the fleet as declared and as observed";
    }

    @Override
    public void play(Stage stage) {
        ApiClient api = stage.api();
        JsonNode latest = stage.step(
                "import the configuration repository at its commit",
                "inventory, from git",
                () -> api.post("inventory/imports", Map.of()));
        stage.check(latest.hasNonNull("commit"), "nothing was imported: " + latest);
        JsonNode nodes = stage.await(
                "all declared nodes online",
                "the agents, by their facts",
                () -> api.get("inventory/nodes?limit=1000"),
                page -> declared(page).size() > 1 && declared(page).stream().allMatch(FleetStory::isOnline));
        stage.voice()
                .accept("            commit " + latest.path("commit").asText() + ", "
                        + declared(nodes).size() + " nodes");
        String node = declared(nodes).getFirst().path("name").asText();
        for (String kind : List.of("system", "network", "units", "capabilities", "storage")) {
            var _ = stage.await(
                    "the " + kind + " of " + node + " as facts",
                    "agent of " + node,
                    () -> api.get("inventory/nodes/" + node),
                    detail -> detail.path("facts").hasNonNull(kind));
        }
        JsonNode guests = stage.step("list the guests", "inventory", () -> api.get("inventory/guests"));
        stage.check(!guests.path("items").isEmpty(), "no guest is declared");
        var _ = stage.await(
                "find in the journal that " + node + " was first seen",
                "inventory",
                () -> api.get("inventory/events?type=node-first-seen&node=" + node),
                page -> page.path("items").size() == 1);
    }

    private static List<JsonNode> declared(JsonNode page) {
        return page.path("items")
                .valueStream()
                .filter(node -> node.path("declared").asBoolean())
                .toList();
    }

    private static boolean isOnline(JsonNode node) {
        return "online".equals(node.path("status").asText());
    }
}
