package org.openfoodfacts.brigade.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** A transfer as people read it. */
final class TransferText {
    private TransferText() {}

    static String side(JsonNode side) {
        return Json.text(side, "node") + ":" + Json.text(side, "dataset");
    }

    static String state(JsonNode transfer) {
        return Json.text(transfer, "state").toLowerCase(Locale.ROOT);
    }

    static boolean hasEnded(JsonNode transfer) {
        return transfer.hasNonNull("endedAt");
    }

    static boolean isDone(JsonNode transfer) {
        return "DONE".equals(Json.text(transfer, "state"));
    }

    /** What it does now, or what it came to: {@code incremental @a to @b, 12.0 MiB of 40.0 MiB (30 %)}. */
    static String now(JsonNode transfer) {
        JsonNode current = transfer.path("current");
        if (current.isObject()) {
            return step(current) + progress(current);
        }
        String problem = Json.text(transfer, "problem");
        return transfer.hasNonNull("problem")
                ? (transfer.hasNonNull("reason") ? Json.text(transfer, "reason") + ": " : "") + problem
                : "brought " + Sizes.text(transfer.path("bytes").asLong()) + " in "
                        + steps(transfer.path("steps").asInt())
                        + (transfer.hasNonNull("holdProblem") ? "; " + Json.text(transfer, "holdProblem") : "");
    }

    private static String steps(int count) {
        return count + (count == 1 ? " step" : " steps");
    }

    private static String step(JsonNode current) {
        String kind = Json.text(current, "kind").toLowerCase(Locale.ROOT);
        String from = current.hasNonNull("from") ? " @" + Json.text(current, "from") : "";
        String to = current.hasNonNull("to") ? " to @" + Json.text(current, "to") : "";
        return kind + from + to;
    }

    private static String progress(JsonNode current) {
        if (!current.hasNonNull("movedBytes")) {
            return "";
        }
        long moved = current.path("movedBytes").asLong();
        long total = current.path("totalBytes").asLong();
        return ", " + Sizes.text(moved) + (total > 0 ? share(moved, total) : "");
    }

    private static String share(long moved, long total) {
        return " of " + Sizes.text(total) + " (" + Math.min(100, 100 * moved / total) + " %)";
    }
}
