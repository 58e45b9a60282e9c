package org.openfoodfacts.brigade.suite.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** zfs-sync: a snapshot is taken at one end of a copy, and soon the other end, on another machine, has it too. */
final class CopyStory implements Story {
    @Override
    public String title() {
        return "7 zfs-sync: a copy on another machine follows";
    }

    @Override
    public void play(Stage stage) {
        JsonNode transfer = copyOfPolicy(stage);
        JsonNode source = transfer.path("source");
        JsonNode target = transfer.path("target");
        stage.voice().accept("            " + place(source) + " → " + place(target));
        JsonNode asked = stage.step(
                "take a snapshot at the source",
                "zfs-sync → agent of " + source.path("node").asText(),
                () -> stage.api()
                        .post(
                                "zfs-sync/snapshots",
                                Map.of(
                                        "node",
                                        source.path("node").asText(),
                                        "dataset",
                                        source.path("dataset").asText(),
                                        "reason",
                                        "demo of a copy",
                                        "expiresAt",
                                        Instant.now().plus(Duration.ofHours(1)))));
        String name = asked.path("name").asText();
        var _ = stage.await(
                "the copy has it too: sent, received, verified",
                "zfs-sync → agent of " + target.path("node").asText() + " → facts",
                () -> stage.api()
                        .get("zfs-sync/datasets/" + target.path("node").asText() + "/"
                                + target.path("dataset").asText()),
                view -> view.toString().contains("\"" + name + "\""));
    }

    /** A transfer that brought such a copy up to date. */
    static JsonNode copyOfPolicy(Stage stage) {
        return stage.await(
                        "find a copy that fleet.yaml has Brigade bring",
                        "inventory → zfs-sync, from syncoid-args.conf and fleet.yaml",
                        () -> stage.api().get("zfs-sync/transfers?state=DONE&limit=100"),
                        page -> page.path("items").valueStream().anyMatch(CopyStory::isOfPolicy))
                .path("items")
                .valueStream()
                .filter(CopyStory::isOfPolicy)
                .findFirst()
                .orElseThrow();
    }

    private static boolean isOfPolicy(JsonNode transfer) {
        return !transfer.hasNonNull("askedBy");
    }

    private static String place(JsonNode side) {
        return side.path("node").asText() + ":" + side.path("dataset").asText();
    }
}
