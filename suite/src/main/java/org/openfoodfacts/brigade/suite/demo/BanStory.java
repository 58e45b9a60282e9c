package org.openfoodfacts.brigade.suite.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.openfoodfacts.brigade.suite.rest.ApiClient;
import org.openfoodfacts.brigade.suite.rest.ApiException;

/** proxy-config: one call bans on every proxy, never ourselves, and one lifts it again. */
final class BanStory implements Story {
    private static final String OUR_OWN = "192.0.2.10";
    private static final int NETWORKS = 255;
    private static final int REFUSED = 422;

    @Override
    public String title() {
        return "3 proxy-config: a ban on every proxy";
    }

    @Override
    public void play(Stage stage) {
        ApiClient api = stage.api();
        stage.step("ban our own " + OUR_OWN + ": refused", "proxy-config", () -> refuse(stage));
        String crawler = "198.18." + ThreadLocalRandom.current().nextInt(NETWORKS) + ".0/24";
        JsonNode asked = stage.step(
                "ban " + crawler + " for an hour",
                "REST → proxy-config",
                () -> api.post(
                        "proxy-config/bans", Map.of("cidr", crawler, "reason", "demo: crawler", "duration", "PT1H")));
        String id = asked.path("id").asText();
        JsonNode enforced = stage.await(
                "enforced on every proxy",
                "the proxies' agents, by fail2ban",
                () -> api.get("proxy-config/bans/" + id),
                ban -> isEnforced(ban.path("proxies")));
        enforced.path("proxies")
                .forEach(proxy -> stage.voice()
                        .accept("            " + proxy.path("node").asText() + " since "
                                + proxy.path("enforcedSince").asText()));
        stage.step("lift it", "REST → proxy-config", () -> api.delete("proxy-config/bans/" + id));
        var _ = stage.await(
                "the event ban-lifted is in the journal",
                "proxy-config → inventory",
                () -> api.get("inventory/events?order=newest&type=ban-lifted"),
                page -> page.toString().contains(id));
    }

    private static boolean refuse(Stage stage) {
        try {
            JsonNode answer = stage.api()
                    .post("proxy-config/bans", Map.of("address", OUR_OWN, "reason", "demo", "duration", "PT1M"));
            throw new StoryFailed("a ban of our own address was accepted: " + answer);
        } catch (ApiException e) {
            stage.check(e.status() == REFUSED, "expected a refusal, got HTTP " + e.status() + ": " + e.getMessage());
            return true;
        }
    }

    private static boolean isEnforced(JsonNode proxies) {
        return !proxies.isEmpty() && proxies.valueStream().allMatch(proxy -> proxy.hasNonNull("enforcedSince"));
    }
}
