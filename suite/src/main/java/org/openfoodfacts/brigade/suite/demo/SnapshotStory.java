package org.openfoodfacts.brigade.suite.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.openfoodfacts.brigade.suite.rest.ApiClient;

/** zfs-sync: a snapshot by hand has a reason and an end, and goes by itself. */
final class SnapshotStory implements Story {
    private static final Duration KEEP = Duration.ofSeconds(10);

    @Override
    public String title() {
        return "2 zfs-sync: a snapshot with a reason and an end";
    }

    @Override
    public void play(Stage stage) {
        JsonNode dataset = findDataset(stage);
        String node = dataset.path("node").asText();
        String name = dataset.path("name").asText();
        JsonNode asked = ask(stage, node, name);
        String snapshot = followUntilTaken(stage, asked, node, name);
        String id = asked.path("id").asText();
        var _ = stage.await(
                "it is among the facts of " + node + ", or was",
                "agent of " + node + " → zfs-sync",
                () -> stage.api().get("zfs-sync/datasets/" + node + "/" + name),
                view -> view.toString().contains(snapshot) || isDestroyed(stage, id));
        awaitEvent(stage, "snapshot-taken", node, name);
        var _ = stage.await(
                "destroyed at its end",
                "agent of " + node,
                () -> stage.api().get("zfs-sync/snapshots/" + id),
                SnapshotStory::isDestroyed);
        awaitEvent(stage, "snapshot-destroyed", node, name);
    }

    /** A machine that stands still for its ten seconds shows it to nobody. */
    private static boolean isDestroyed(Stage stage, String id) {
        return isDestroyed(stage.api().get("zfs-sync/snapshots/" + id));
    }

    private static boolean isDestroyed(JsonNode snapshot) {
        return "DESTROYED".equals(snapshot.path("state").asText());
    }

    private static JsonNode findDataset(Stage stage) {
        JsonNode datasets = stage.await(
                "find a dataset",
                "zfs-sync, from the agents' facts",
                () -> stage.api().get("zfs-sync/datasets?limit=1000"),
                page -> page.path("items").valueStream().anyMatch(SnapshotStory::isData));
        return datasets.path("items")
                .valueStream()
                .filter(SnapshotStory::isData)
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode ask(Stage stage, String node, String name) {
        return stage.step(
                "take a snapshot of " + name + " for " + KEEP.toSeconds() + " s",
                "REST → zfs-sync",
                () -> stage.api()
                        .post(
                                "zfs-sync/snapshots",
                                Map.of(
                                        "node",
                                        node,
                                        "dataset",
                                        name,
                                        "reason",
                                        "demo",
                                        "expiresAt",
                                        Instant.now().plus(KEEP))));
    }

    /** The name of the snapshot. */
    private static String followUntilTaken(Stage stage, JsonNode asked, String node, String name) {
        ApiClient api = stage.api();
        String id = asked.path("id").asText();
        String commandId = asked.path("commandId").asText();
        var _ = stage.await(
                "the command is done",
                "agent of " + node,
                () -> api.get("zfs-sync/commands/" + commandId + "?wait=PT5S"),
                command -> "DONE".equals(command.path("state").asText()));
        JsonNode taken = stage.await(
                "the snapshot is there",
                "zfs-sync",
                () -> api.get("zfs-sync/snapshots/" + id),
                view -> !view.path("snapshots").isEmpty());
        stage.voice().accept("            " + name + "@" + taken.path("name").asText());
        return taken.path("name").asText();
    }

    private static void awaitEvent(Stage stage, String type, String node, String dataset) {
        var _ = stage.await(
                "the event " + type + " is in the journal",
                "zfs-sync → inventory",
                () -> stage.api().get("inventory/events?order=newest&type=" + type + "&node=" + node),
                page -> page.path("items")
                        .valueStream()
                        .anyMatch(event -> event.path("data").toString().contains(dataset)));
    }

    private static boolean isData(JsonNode dataset) {
        return dataset.path("name").asText().contains("/subvol-");
    }
}
