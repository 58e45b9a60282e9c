package org.openfoodfacts.brigade.suite.fleet;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.file.Path;
import java.util.List;
import org.openfoodfacts.brigade.contracts.Json;
import org.openfoodfacts.brigade.suite.launch.PrivateFiles;
import org.openfoodfacts.brigade.suite.launch.StateFolder;
import org.openfoodfacts.brigade.suite.simulation.Description;

/** The simulated machines of a suite, as its launcher hands them to the process that runs them. */
final class Descriptions {
    private Descriptions() {}

    static void write(StateFolder state, List<Description> machines) {
        try {
            PrivateFiles.write(file(state), Json.mapper().writeValueAsString(machines));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("descriptions are text and numbers", e);
        }
    }

    static List<Description> read(StateFolder state) {
        try {
            return List.of(Json.mapper().readValue(PrivateFiles.read(file(state)), Description[].class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(file(state) + " is damaged: " + e.getOriginalMessage(), e);
        }
    }

    private static Path file(StateFolder state) {
        return state.machines().resolve("fleet.json");
    }
}
