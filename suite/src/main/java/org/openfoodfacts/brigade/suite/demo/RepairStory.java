package org.openfoodfacts.brigade.suite.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** zfs-sync: a copy that got a snapshot of its own cannot go on; what would mend it is shown, and done when somebody says so. */
final class RepairStory implements Story {
    @Override
    public String title() {
        return "8 zfs-sync: a copy that diverged is repaired";
    }

    @Override
    public void play(Stage stage) {
        JsonNode copy = CopyStory.copyOfPolicy(stage).path("target");
        String node = copy.path("node").asText();
        String dataset = copy.path("dataset").asText();
        JsonNode own = stage.step(
                "take a snapshot at the copy, where none belongs",
                "zfs-sync → agent of " + node,
                () -> stage.api()
                        .post(
                                "zfs-sync/snapshots",
                                Map.of(
                                        "node",
                                        node,
                                        "dataset",
                                        dataset,
                                        "reason",
                                        "demo of a repair",
                                        "expiresAt",
                                        Instant.now().plus(Duration.ofHours(1)))));
        String plans = "zfs-sync/repairs/plans?node=" + node;
        JsonNode plan = plan(
                stage.await(
                        "the copy cannot go on; what would mend it is shown",
                        "agent of " + node + " → zfs-sync",
                        () -> stage.api().get(plans),
                        page -> plan(page, dataset, own.path("name").asText()) != null),
                dataset,
                own.path("name").asText());
        plan.path("deeds").forEach(deed -> stage.voice().accept("            would " + deed.asText()));
        JsonNode repair = stage.step(
                "approve exactly that",
                "zfs-sync → agent of " + node,
                () -> stage.api()
                        .post(
                                "zfs-sync/repairs",
                                Map.of(
                                        "node",
                                        node,
                                        "dataset",
                                        dataset,
                                        "plan",
                                        plan.path("plan").asText())));
        var _ = stage.await(
                "it is done, and the copy goes on",
                "agent of " + node + " → zfs-sync",
                () -> stage.api().get("zfs-sync/repairs/" + repair.path("id").asText()),
                view -> view.path("state").asText().equals("DONE"));
    }

    private static JsonNode plan(JsonNode page, String dataset, String snapshot) {
        return page.path("items")
                .valueStream()
                .filter(one -> one.path("copy").path("dataset").asText().equals(dataset))
                .filter(one -> one.path("deeds").toString().contains(snapshot))
                .findFirst()
                .orElse(null);
    }
}
