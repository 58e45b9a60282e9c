package org.openfoodfacts.brigade.suite.demo;

import com.fasterxml.jackson.databind.JsonNode;

/** zfs-sync: an agent takes snapshots by the policy that stands in git, and nobody asks it to. */
final class PolicyStory implements Story {
    @Override
    public String title() {
        return "6 zfs-sync: snapshots by policy";
    }

    @Override
    public void play(Stage stage) {
        JsonNode policy = stage.await(
                        "find a dataset that fleet.yaml has managed",
                        "inventory → zfs-sync, from sanoid.conf and fleet.yaml",
                        () -> stage.api().get("zfs-sync/policies?mode=MANAGE&limit=1"),
                        page -> !page.path("items").isEmpty())
                .path("items")
                .path(0);
        String node = policy.path("node").asText();
        String dataset = policy.path("dataset").asText();
        stage.voice()
                .accept("            " + node + " " + dataset + ", "
                        + policy.path("declared").path("file").asText() + ":"
                        + policy.path("declared").path("line").asText());
        var _ = stage.await(
                "its agent follows the order by its own clock",
                "zfs-sync → agent of " + node,
                () -> stage.api().get("zfs-sync/policies?mode=MANAGE&limit=1"),
                page -> follows(page.path("items").path(0).path("following")));
        JsonNode seen = stage.await(
                "what it took is among its facts",
                "agent of " + node + " → zfs-sync",
                () -> stage.api().get("zfs-sync/datasets/" + node + "/" + dataset),
                view -> view.toString().contains("autosnap_"));
        seen.path("snapshots")
                .path("items")
                .valueStream()
                .map(snapshot -> snapshot.path("name").asText())
                .filter(name -> name.startsWith("autosnap_"))
                .forEach(name -> stage.voice().accept("            " + dataset + "@" + name));
    }

    private static boolean follows(JsonNode following) {
        return following.hasNonNull("ranAt")
                && following.path("followed").asLong() > 0
                && !following.hasNonNull("problem");
    }
}
