package org.openfoodfacts.brigade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openfoodfacts.brigade.cli.BrigadeProcess.Ended;

/** What an administrator does every day, typed, against a suite that runs. */
@ExtendWith(SuiteAtTerminal.class)
class CommandsST {
    private static final Duration SOON = Duration.ofMinutes(5);

    @Test
    void statusTellsWhatRunsSinceWhenAndWhichNodesAreOnline(Terminal terminal) {
        // A node is lost for a moment when the machine stands still for longer than it is waited for.
        String table = Awaitility.await()
                .atMost(SOON)
                .until(() -> terminal.read("status"), read -> read.contains("online (12): "));
        assertThat(table)
                .containsPattern("up since \\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z \\(.* s\\) at http://127.0.0.1:\\d+")
                .containsPattern("(?m)^postgres +\\d+ +\\d+ min \\d+ s +\\d+ MiB$")
                .containsPattern("(?m)^all +[1-9]\\d* MiB$")
                .containsPattern("(?m)^online \\(12\\): .*north-proxy, .*south1");
        JsonNode json = terminal.json("status", "--json");
        assertThat(json.path("running").asBoolean()).isTrue();
        assertThat(table).contains("at " + json.path("url").asText());
        assertThat(Instant.parse(json.path("startedAt").asText())).isBefore(Instant.now());
        assertThat(json.path("processes")
                        .valueStream()
                        .map(process -> process.path("name").asText()))
                .contains("launcher", "postgres", "broker", "inventory", "zfs-sync", "proxy-config", "deployer")
                .contains("security", "nodes", "agent");
        assertThat(json.path("processes")).allSatisfy(process -> {
            assertThat(process.path("alive").asBoolean()).isTrue();
            assertThat(process.path("residentBytes").asLong()).isPositive();
        });
        assertThat(json.path("nodes").path("online").valueStream().map(JsonNode::asText))
                .contains("north1", "staging");
    }

    @Test
    void theNodesAreListedAndOneIsShown(Terminal terminal) {
        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() -> assertThat(terminal.read("nodes"))
                        .containsPattern("(?m)^NODE +STATUS +KIND")
                        .containsPattern("(?m)^north1 +online +host +north +storage"));
        assertThat(terminal.read("nodes", "--json")
                        .lines()
                        .map(line -> Terminal.parse(line).path("name").asText()))
                .contains("north1", "opff");
        assertThat(terminal.json("node", "show", "north1").path("status").asText())
                .isEqualTo("online");
        Ended nobody = terminal.type("node", "show", "nobody");
        assertThat(nobody.exitCode()).isEqualTo(1);
        assertThat(nobody.err()).startsWith("brigade: ").contains("nobody").doesNotContain("Exception");
    }

    @Test
    void thisMachinesOwnAgentOnlyObserves(Terminal terminal) {
        List<JsonNode> own = Awaitility.await("the one node that no fleet declares")
                .atMost(SOON)
                .until(
                        () -> terminal.read("nodes", "--json")
                                .lines()
                                .map(Terminal::parse)
                                .filter(node -> !node.path("declared").asBoolean())
                                .toList(),
                        undeclared -> undeclared.size() == 1);
        String name = own.getFirst().path("name").asText();
        JsonNode shown = terminal.json("node", "show", name);
        assertThat(shown.path("seen").path("agent").path("observeOnly").asBoolean())
                .isTrue();
        assertThat(terminal.json("node", "show", "north1")
                        .path("seen")
                        .path("agent")
                        .path("observeOnly")
                        .asBoolean())
                .isFalse();
    }

    @Test
    void everyDeclaredCopyIsShownWithItsState(Terminal terminal) {
        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() -> assertThat(terminal.read("zfs", "status"))
                        .containsPattern("(?m)^SOURCE +COPY +STATE +SINCE +LAG +BEHIND +BYTES +BLOCKED BY$")
                        .containsPattern("(?m)^north1:zfs-hdd/off +south1:zfs-hdd/backups/off +[a-z ]+ +\\S+Z +\\S+"));
        assertThat(terminal.read("zfs", "status", "--node", "north2")).doesNotContain("north1:");
        assertThat(terminal.type("zfs").exitCode()).isEqualTo(2);
    }

    @Test
    void whatIsManagedIsKeptByItsAgentAndTheRestOnlyObserved(Terminal terminal) {
        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() -> assertThat(terminal.read("zfs", "policies"))
                        .containsPattern("(?m)^DATASET +BY +KEEPS +LAST ROUND +STATE$")
                        .containsPattern(
                                "(?m)^north1:zfs-hdd/off +brigade +48 hourly, 30 daily, 6 monthly \\(held\\) +\\S+Z +kept$")
                        .containsPattern("(?m)^north2:zfs-hdd/opff +sanoid +48 hourly.*observed$"));
        assertThat(terminal.read("zfs", "policies", "--managed", "--node", "north1"))
                .contains("north1:zfs-hdd/off/images")
                .doesNotContain("observed");
    }

    @Test
    void whatAChangedPolicyWouldDoIsToldBeforeItIsMade(Terminal terminal, @TempDir Path folder) throws IOException {
        Path changed = Files.writeString(
                folder.resolve("sanoid.conf"), "[zfs-hdd/off]\nhourly = 3\n[rpool]\nhourly_min = 99\n");

        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(
                        () -> assertThat(terminal.read("zfs", "simulate", "--node", "north1", changed.toString()))
                                .containsPattern(
                                        "(?m)^zfs-hdd/off +0 +0 +0 B +0 +3 hourly \\(48\\), 90 daily \\(30\\), 6 monthly$")
                                .containsPattern("(?m)^rpool +- .*sanoidConf:4: hourly_min = 99")
                                .contains("zfs-hdd: destroys 0, 0 of them by the change"));
        Ended none =
                terminal.type("zfs", "simulate", "--node", "north1", "--dataset", "zfs-hdd/none", changed.toString());
        assertThat(none.exitCode()).isEqualTo(1);
        assertThat(none.err()).contains("at or below zfs-hdd/none");
    }

    @Test
    void aBanEndsWhenItIsSaidToAndIsLiftedOnce(Terminal terminal) {
        Instant until = Instant.parse("2030-01-31T18:00:00Z");
        JsonNode day = terminal.json("ban", "198.18.1.1", "--reason", "usual");
        assertThat(Instant.parse(day.path("until").asText()))
                .isBetween(
                        Instant.now().plus(Duration.ofHours(23)), Instant.now().plus(Duration.ofHours(24)));
        JsonNode hours = terminal.json("ban", "198.19.2.0/24", "--reason", "crawler", "--for", "PT2H");
        assertThat(Instant.parse(hours.path("until").asText()))
                .isBefore(Instant.now().plus(Duration.ofHours(2)));
        JsonNode dated = terminal.json("ban", "198.18.3.3", "--reason", "x", "--until", "2030-01-31T19:00:00+01:00");
        assertThat(dated.path("until").asText()).isEqualTo(until.toString());
        JsonNode forever = terminal.json("ban", "198.18.4.4", "--reason", "for good", "--permanent");
        assertThat(forever.hasNonNull("until")).isFalse();
        assertThat(forever.path("network").asText()).isEqualTo("198.18.4.4/32");
        assertThat(terminal.read("bans"))
                .containsPattern("(?m)^" + hours.path("id").asText() + " +198.19.2.0/24 +\\S+Z +crawler$")
                .containsPattern("198.18.4.4/32 +- +for good");
        String id = dated.path("id").asText();
        assertThat(terminal.read("unban", id)).isEqualTo("lifted\n");
        Ended again = terminal.type("unban", id);
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.err()).contains("it was lifted at ");
    }

    @ParameterizedTest
    @CsvSource({
        "2, nonsense, address is no address",
        "2, 198.18.0.0/99, cidr",
        "1, 192.0.2.10, 'which is never banned (never-ban list: our own public addresses, north)'",
        "1, 198.0.0.0/7, too wide"
    })
    void whatMayNotBeBannedIsSaidInASentence(int exitCode, String network, String says, Terminal terminal) {
        Ended ended = terminal.type("ban", network, "--reason", "test");
        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(exitCode);
        assertThat(ended.err()).startsWith("brigade: ").contains(says).hasLineCount(1);
    }

    @Test
    void aSnapshotIsTakenAndTheJournalTellsIt(Terminal terminal) throws Exception {
        try (BrigadeProcess follow = terminal.start("events", "--follow", "--type", "snapshot-taken")) {
            JsonNode asked = terminal.json(
                    "zfs",
                    "snapshot",
                    "north1",
                    "zfs-hdd/off",
                    "--recursive",
                    "--reason",
                    "before the test",
                    "--for",
                    "PT1H",
                    "--json");
            String name = asked.path("name").asText();
            assertThat(follow.await(name)).contains("  snapshot-taken  ");
            assertThat(Instant.parse(asked.path("expiresAt").asText()))
                    .isBefore(Instant.now().plus(Duration.ofHours(1)));
            Awaitility.await("in the journal of the node")
                    .atMost(SOON)
                    .untilAsserted(
                            () -> assertThat(terminal.read("events", "--type", "snapshot-taken", "--node", "north1"))
                                    .contains(name)
                                    .doesNotContain("north2"));
            JsonNode event = terminal.read("events", "--json", "--type", "snapshot-taken", "--limit", "1000")
                    .lines()
                    .map(Terminal::parse)
                    .filter(one -> one.toString().contains(name))
                    .findFirst()
                    .orElseThrow();
            String correlation = event.path("trace").path("correlationId").asText();
            assertThat(correlation).isNotBlank();
            assertThat(terminal.read("events", "--correlation", correlation).lines())
                    .as("what this one request set off, of several datasets and so in no order")
                    .isNotEmpty()
                    .allMatch(line -> line.contains(name));
            assertThat(terminal.read("events", "--type", "snapshot-taken", "--limit", "1"))
                    .as("the newest")
                    .contains(name);
        }
        Ended unknown = terminal.type("zfs", "snapshot", "north1", "zfs-hdd/nowhere", "--reason", "test");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err()).contains("zfs-hdd/nowhere").hasLineCount(1);
    }

    @Test
    void aDeploymentShowsItsLogAndEndsWithWhatCameOfIt(Terminal terminal) {
        assertThat(terminal.read("deploy", "product-opener", "off", "v1.0.0"))
                .contains("  taxonomies: done\n", "  built v1.0.0\n")
                .containsPattern("(?m)^[0-9a-f-]{36}  SUCCEEDED");
        JsonNode json = terminal.json("deploy", "product-opener", "off", "v1.1.0", "--json");
        assertThat(json.path("state").asText()).isEqualTo("SUCCEEDED");
        Ended failed = terminal.type("deploy", "product-opener", "off", "v9");
        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.err()).contains("the deployment is FAILED", "v9");
        Ended unknown = terminal.type("deploy", "nothing", "off", "v1.0.0");
        assertThat(unknown.exitCode()).isNotZero();
        assertThat(unknown.err())
                .startsWith("brigade: ")
                .contains("application")
                .hasLineCount(1);
        assertThat(terminal.read("deploy", "product-opener", "opff", "v1.0.0", "--no-wait"))
                .contains("RUNNING");
    }

    @Test
    void aTunnelGetsANewKeyThatNobodySees(Terminal terminal) {
        assertThat(terminal.read("psk")).isEqualTo("metrics\nmongodb\n");
        JsonNode asked = terminal.json("psk", "metrics", "--rotate");
        Awaitility.await("the rotation is done").atMost(SOON).untilAsserted(() -> {
            JsonNode newest = terminal.json("psk", "metrics").path("items").path(0);
            assertThat(newest.path("id")).isEqualTo(asked.path("id"));
            assertThat(newest.path("state").asText()).isEqualTo("DONE");
        });
        Ended unknown = terminal.type("psk", "nowhere");
        assertThat(unknown.exitCode()).isEqualTo(1);
        assertThat(unknown.err()).contains("nowhere");
    }
}
