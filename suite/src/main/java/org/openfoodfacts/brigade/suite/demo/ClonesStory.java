package org.openfoodfacts.brigade.suite.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.openfoodfacts.brigade.suite.rest.ApiException;

/** zfs-sync: what staging works with is taken to one newer moment, all of it together, while those who use it are stopped. */
final class ClonesStory implements Story {
    private static final int CONFLICT = 409;

    @Override
    public String title() {
        return "9 zfs-sync: staging clones are taken to another moment";
    }

    @Override
    public void play(Stage stage) {
        JsonNode set = stage.api().get("zfs-sync/clones").path("items").path(0);
        stage.check(!set.isMissingNode(), "the fleet declares no staging clones");
        String node = set.path("node").asText();
        String path = "zfs-sync/clones/" + set.path("name").asText() + "/refresh";
        JsonNode begun = stage.await(
                "all sources have a snapshot of one moment; ask for clones of it",
                "zfs-sync → agent of " + node,
                () -> ask(stage, path),
                answer -> answer.hasNonNull("id"));
        JsonNode ended = stage.await(
                "clones are made, consumers stopped, names swapped, consumers started",
                "agents of " + node + " and of the consumers → zfs-sync",
                () -> stage.api()
                        .get("zfs-sync/clones/refreshes/" + begun.path("id").asText()),
                refresh -> !refresh.path("state").asText().equals("ACTING"));
        stage.check(
                ended.path("state").asText().equals("DONE"),
                "it is " + ended.path("state").asText() + ": "
                        + ended.path("problem").asText());
        var _ = stage.await(
                "the facts show all clones of that moment",
                "agent of " + node + " → zfs-sync",
                () -> stage.api().get("zfs-sync/clones").path("items").path(0),
                shown -> shown.path("moment").equals(ended.path("moment")));
        Duration away = Duration.parse(ended.path("away").asText());
        stage.voice()
                .accept(String.format(
                        Locale.ROOT, "            consumers were away for %.1f s", away.toMillis() / 1000.0));
    }

    /** Missing as long as there is no such moment: copies may still be on their way. */
    private static JsonNode ask(Stage stage, String path) {
        try {
            return stage.api().post(path, Map.of());
        } catch (ApiException e) {
            if (e.status() == CONFLICT) {
                return MissingNode.getInstance();
            }
            throw e;
        }
    }
}
