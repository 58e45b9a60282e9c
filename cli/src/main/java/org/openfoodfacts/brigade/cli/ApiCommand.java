package org.openfoodfacts.brigade.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.openfoodfacts.brigade.cli.text.PrintableWriter;
import org.openfoodfacts.brigade.contracts.Json;
import org.openfoodfacts.brigade.suite.rest.ApiClient;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that asks the REST API and shows the answer, for people or, with {@code --json}, as it came. */
abstract class ApiCommand implements Callable<Integer> {
    @Mixin
    private StateOption state;

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "prints the answer as it came")
    private boolean json;

    @Override
    public Integer call() {
        check();
        try (ApiClient api = new ApiAccess(state.folder()).client()) {
            run(api, new PrintableWriter(spec.commandLine().getOut()));
            return 0;
        }
    }

    /** Throws {@link #notUnderstood} for what can be told without a suite. */
    void check() {}

    abstract void run(ApiClient api, PrintWriter out);

    /** For options that do not go together; exit code 2. */
    ParameterException notUnderstood(String why) {
        return new ParameterException(spec.commandLine(), why);
    }

    PrintWriter err() {
        return new PrintableWriter(spec.commandLine().getErr());
    }

    boolean asJson() {
        return json;
    }

    /** A field without which nothing is known to be done; Unsuccessful when the answer lacks it, as one of something else than Brigade does. */
    static JsonNode needed(JsonNode answer, String field) {
        if (!answer.hasNonNull(field)) {
            throw new Unsuccessful(
                    "the answer has no '" + field
                            + "', so nothing is known to be done; the address (BRIGADE_URL) has to be that of Brigade's own gateway");
        }
        return answer.get(field);
    }

    static String pretty(JsonNode node) {
        try {
            return Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("JSON that was read can be written", e);
        }
    }
}
