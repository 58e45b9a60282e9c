package org.openfoodfacts.brigade.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.openfoodfacts.brigade.cli.BrigadeProcess.Ended;
import org.openfoodfacts.brigade.contracts.Json;
import org.openfoodfacts.brigade.suite.launch.StateFolder;

/** Somebody at a terminal who works with the suite in this state folder. */
record Terminal(StateFolder state) {
    /** Types a command and waits for its end. */
    Ended type(String... words) {
        try (BrigadeProcess process = start(words)) {
            return process.ended();
        }
    }

    BrigadeProcess start(String... words) {
        List<String> arguments = new ArrayList<>(List.of(words));
        arguments.addAll(List.of("--state", state.root().toString()));
        return BrigadeProcess.start(Map.of(), arguments);
    }

    /** What a command that ends well prints; AssertionError with what it said when it does not. */
    String read(String... words) {
        Ended ended = type(words);
        if (ended.exitCode() != 0) {
            throw new AssertionError(String.join(" ", words) + " ended with " + ended);
        }
        return ended.out();
    }

    JsonNode json(String... words) {
        return parse(read(words));
    }

    static JsonNode parse(String text) {
        try {
            return Json.mapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + text, e);
        }
    }
}
