package org.openfoodfacts.brigade.suite.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.openfoodfacts.brigade.suite.machine.ZfsMachines.lines;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.suite.zfs.ZfsGuest;

/** Datasets on real ZFS are renamed and destroyed through Brigade, or not: by what hangs on them, and by who uses them. */
@OnZfsMachines
class RealDatasetChangesST {
    private static final String PATH = "zfs-sync/datasets/" + ZfsMachines.NORTH + "/";

    @Test
    void onlyWhatNothingHangsOnIsRenamedAndDestroyed(ZfsMachines machines) {
        ZfsGuest north = machines.north();
        ZfsMachines.run(
                north,
                "zfs create tank/loose && zfs create tank/loose/below && zfs snapshot -r tank/loose@one"
                        + " && zfs clone tank/loose/below@one tank/loose-clone && zfs hold mine tank/loose@one",
                Map.of());
        awaitDependents(machines, "tank/loose", 3);
        assertThatThrownBy(() -> change(machines, "tank/loose", "destroy", Map.of("reason", "a test")))
                .hasMessageStartingWith("to destroy north-zfs:tank/loose would break 2 things: ")
                .hasMessageContaining("tank/loose-clone (it lives on tank/loose/below@one")
                .hasMessageContaining("tank/loose@one (ZFS does not destroy it before the hold mine is released)");

        JsonNode renamed = change(machines, "tank/loose", "rename", Map.of("to", "tank/firm"));

        assertThat(renamed.path("state").asText()).as(renamed.toString()).isEqualTo("DONE");
        assertThat(lines(north, "zfs", "get", "-Hr", "-t", "filesystem", "-o", "name,value", "mounted", "tank/firm"))
                .as("a clone and a hold follow the new name")
                .containsExactly("tank/firm\tyes", "tank/firm/below\tyes");
        assertThat(north.output("findmnt", "-no", "SOURCE", "/tank/firm/below").strip())
                .as("it is mounted where everybody sees it")
                .isEqualTo("tank/firm/below");
        ZfsMachines.run(north, "zfs release mine tank/firm@one && zfs destroy tank/loose-clone", Map.of());
        awaitDependents(machines, "tank/firm", 1);
        whatSomebodyUsesStays(machines);

        JsonNode destroyed = change(machines, "tank/firm", "destroy", Map.of("reason", "a test"));

        assertThat(destroyed.path("state").asText()).as(destroyed.toString()).isEqualTo("DONE");
        assertThat(destroyed.path("result").path("snapshots").asInt()).isEqualTo(2);
        assertThat(lines(north, "zfs", "list", "-H", "-o", "name")).doesNotContain("tank/firm", "tank/firm/below");
        assertThat(told(machines, "dataset-renamed").path("to").asText()).isEqualTo("tank/firm");
        assertThat(told(machines, "dataset-destroyed").path("by").asText()).isEqualTo("administrator");
    }

    private static void whatSomebodyUsesStays(ZfsMachines machines) {
        machines.whileSomebodyIsIn(machines.north(), "/tank/firm", () -> {
            JsonNode failed = change(machines, "tank/firm", "destroy", Map.of("reason", "a test"));
            assertThat(failed.path("state").asText()).as(failed.toString()).isEqualTo("FAILED");
            assertThat(failed.path("failure").path("detail").asText())
                    .contains("zfs unmount tank/firm (in use by process ", "(sleep)");
        });
        machines.whileSomebodyReceives(machines.north(), "tank/firm/below", () -> {
            for (JsonNode refused : List.of(
                    change(machines, "tank/firm", "destroy", Map.of("reason", "a test")),
                    change(machines, "tank/firm", "rename", Map.of("to", "tank/elsewhere")))) {
                assertThat(refused.path("state").asText())
                        .as(refused.toString())
                        .isEqualTo("REFUSED");
                assertThat(refused.path("failure").path("detail").asText())
                        .contains("tank/firm/below is being received by process ");
            }
        });
        assertThat(lines(
                        machines.north(),
                        "zfs",
                        "get",
                        "-Hr",
                        "-t",
                        "filesystem",
                        "-o",
                        "value",
                        "mounted",
                        "tank/firm"))
                .as("what was unmounted before is mounted again")
                .containsExactly("yes", "yes");
    }

    private static void awaitDependents(ZfsMachines machines, String dataset, int count) {
        Awaitility.await(count + " things hang on " + dataset)
                .atMost(TwoMachines.PATIENCE)
                .ignoreExceptions()
                .until(() -> machines.api()
                                .get(PATH + dataset + "/dependents?change=destroy")
                                .path("dependents")
                                .size()
                        == count);
    }

    /** The command's end. */
    private static JsonNode change(ZfsMachines machines, String dataset, String change, Map<String, String> wish) {
        JsonNode asked = machines.api().post(PATH + dataset + "/" + change, wish);
        return Awaitility.await("the end of " + change + " " + dataset)
                .atMost(TwoMachines.PATIENCE)
                .until(
                        () -> machines.api()
                                .get("zfs-sync/commands/"
                                        + asked.path("commandId").asText() + "?wait=PT10S"),
                        view -> view.hasNonNull("endedAt"));
    }

    private static JsonNode told(ZfsMachines machines, String type) {
        return Awaitility.await(type + " is told")
                .atMost(TwoMachines.PATIENCE)
                .until(
                        () -> machines.api().all("inventory/events?type=" + type + "&node=" + ZfsMachines.NORTH),
                        events -> events.size() == 1)
                .getFirst()
                .path("data");
    }
}
