package org.openfoodfacts.brigade.suite.demo;

import java.util.ArrayList;
import java.util.List;
import org.openfoodfacts.brigade.suite.bus.KafkaCalls.KafkaFailed;
import org.openfoodfacts.brigade.suite.rest.ApiException;

/** Plays the stories one after the other and says which came out right. */
public final class Demo {
    private final Stage stage;

    public Demo(Stage stage) {
        this.stage = stage;
    }

    private static List<Story> stories() {
        return List.of(
                new FleetStory(),
                new SnapshotStory(),
                new BanStory(),
                new DeployStory(),
                new TrustStory(),
                new PolicyStory(),
                new CopyStory(),
                new RepairStory(),
                new ClonesStory());
    }

    /** The titles of the stories that did not come out right. */
    public List<String> play() {
        List<String> failed = new ArrayList<>();
        for (Story story : stories()) {
            stage.voice().accept(story.title());
            try {
                story.play(stage);
            } catch (StoryFailed | ApiException | KafkaFailed | IllegalStateException e) {
                failed.add(story.title());
                stage.voice().accept("  FAILED    " + e.getMessage());
            }
        }
        stage.voice()
                .accept(
                        failed.isEmpty()
                                ? "all " + stories().size() + " stories came out right"
                                : "not right: " + String.join("; ", failed));
        return failed;
    }
}
