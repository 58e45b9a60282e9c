package org.openfoodfacts.brigade.contracts.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openfoodfacts.brigade.contracts.EventType;
import org.openfoodfacts.brigade.contracts.GoldenSample;
import org.openfoodfacts.brigade.contracts.Json;

/** The committed schemas are those of the records, and what is really sent is valid by them. */
class SchemaTest {
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private final MessageSchemas schemas = new MessageSchemas();

    @ParameterizedTest
    @EnumSource(EventType.class)
    void theCommittedSchemaIsThatOfTheRecord(EventType type) throws JsonProcessingException {
        String text = Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(schemas.of(type));
        CommittedDocument.check("schemas/" + type.id() + ".json", text + "\n");
    }

    @ParameterizedTest
    @EnumSource(EventType.class)
    void theGoldenSampleIsValid(EventType type) {
        assertThat(problems(type, GoldenSample.of(type).body().toString())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(EventType.class)
    void aBodyThatLacksWhatIsRequiredIsInvalidInTheSchemaToo(EventType type) {
        ObjectNode schema = schemas.of(type);
        for (var required : schema.path("required")) {
            ObjectNode body = GoldenSample.of(type).body().deepCopy();
            body.remove(required.textValue());
            assertThat(problems(type, body.toString())).isNotEmpty();
        }
        assertThat(problems(type, "[]")).isNotEmpty();
    }

    @Test
    void noSchemaIsOfATypeThatIsNoLongerRegistered() throws IOException {
        List<String> types =
                Arrays.stream(EventType.values()).map(t -> t.id() + ".json").toList();
        try (Stream<Path> files = Files.list(CommittedDocument.FOLDER.resolve("schemas"))) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrderElementsOf(types);
        }
    }

    private List<String> problems(EventType type, String body) {
        Schema schema = REGISTRY.getSchema(schemas.of(type).toString());
        return schema
                .validate(
                        body,
                        InputFormat.JSON,
                        context -> context.executionConfig(c -> c.formatAssertionsEnabled(true)))
                .stream()
                .map(Object::toString)
                .toList();
    }
}
