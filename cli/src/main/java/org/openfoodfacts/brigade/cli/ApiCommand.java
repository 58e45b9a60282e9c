package org.openfoodfacts.brigade.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import org.openfoodfacts.brigade.contracts.Json;
import org.openfoodfacts.brigade.suite.rest.ApiClient;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command that asks the REST API and shows the answer, for people or, with {@code --json}, as it came. */
abstract class ApiCommand implements Callable<Integer> {
    @Mixin
    private StateOption state;

    @Option(names = "--json", description = "prints the answer as it came")
    private boolean json;

    @Override
    public Integer call() {
        try (ApiClient api = new ApiAccess(state.folder()).client()) {
            run(api, System.out);
            return 0;
        }
    }

    abstract void run(ApiClient api, PrintStream out);

    boolean asJson() {
        return json;
    }

    static String pretty(JsonNode node) {
        try {
            return Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("JSON that was read can be written", e);
        }
    }
}
