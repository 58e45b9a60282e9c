package org.openfoodfacts.brigade.suite.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.openfoodfacts.brigade.suite.rest.ApiClient;

/**
 * Measures from the REST call that asks for a snapshot until REST shows that the node's agent has done it: REST, outbox, Kafka, agent,
 * report, inbox, REST. Each snapshot ends by itself an hour later. None is taken of a copy, which it would keep from being brought up to date.
 */
public final class RoundTrip {
    private static final Duration GIVE_UP = Duration.ofSeconds(60);
    private static final Duration KEEP = Duration.ofHours(1);
    private final ApiClient api;
    private final List<JsonNode> datasets;

    public RoundTrip(ApiClient api) {
        this.api = api;
        Set<String> copies = api.all("zfs-sync/pairs").stream()
                .map(pair -> pair.path("target"))
                .map(copy ->
                        copy.path("node").asText() + ":" + copy.path("dataset").asText())
                .collect(Collectors.toSet());
        this.datasets = api.all("zfs-sync/datasets?limit=1000").stream()
                .filter(dataset -> dataset.path("name").asText().startsWith("zfs-hdd/"))
                .filter(dataset -> !copies.contains(dataset.path("node").asText() + ":"
                        + dataset.path("name").asText()))
                .toList();
        if (datasets.isEmpty()) {
            throw new IllegalStateException("no node has a dataset below zfs-hdd; is the example fleet up?");
        }
    }

    /** Durations of {@code count} round trips, {@code inFlight} at a time. */
    public Percentiles run(int count, int inFlight) {
        List<Duration> took = new ArrayList<>();
        try (ExecutorService threads =
                Executors.newFixedThreadPool(inFlight, Thread.ofVirtual().factory())) {
            List<Future<Duration>> all = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                JsonNode dataset = datasets.get(i % datasets.size());
                all.add(threads.submit(() -> once(dataset)));
            }
            for (Future<Duration> one : all) {
                took.add(one.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "a round trip failed: " + e.getCause().getMessage(), e.getCause());
        }
        return Percentiles.of(took);
    }

    private Duration once(JsonNode dataset) {
        long begin = System.nanoTime();
        JsonNode asked = api.post(
                "zfs-sync/snapshots",
                Map.of(
                        "node", dataset.path("node").asText(),
                        "dataset", dataset.path("name").asText(),
                        "recursive", false,
                        "reason", "benchmark",
                        "expiresAt", Instant.now().plus(KEEP)));
        String command = "zfs-sync/commands/" + asked.path("commandId").asText() + "?wait=PT20S";
        while (true) {
            JsonNode view = api.get(command);
            Duration since = Duration.ofNanos(System.nanoTime() - begin);
            switch (view.path("state").asText()) {
                case "DONE" -> {
                    return since;
                }
                case "FAILED", "REFUSED", "EXPIRED", "LOST" ->
                    throw new IllegalStateException("the command ended as " + view);
                default -> {}
            }
            if (since.compareTo(GIVE_UP) > 0) {
                throw new IllegalStateException("no end of the command after " + since + ": " + view);
            }
        }
    }
}
