package org.openfoodfacts.brigade.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    enum Colour {
        RED
    }

    record Sample(int number, String text, Boolean flag, Colour colour, Instant at, Duration took, Integer maybe) {}

    record Strict(@Required String name, List<String> tags) {
        Strict {
            tags = Copies.of(tags);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"number\": \"1\"}",
                "{\"number\": 1.5}",
                "{\"number\": 1e400}",
                "{\"number\": 99999999999}",
                "{\"number\": null}",
                "{}",
                "{\"number\": 1, \"text\": 5}",
                "{\"number\": 1, \"text\": true}",
                "{\"number\": 1, \"flag\": \"true\"}",
                "{\"number\": 1, \"flag\": 1}",
                "{\"number\": 1, \"colour\": 0}",
                "{\"number\": 1, \"colour\": \"BLUE\"}",
                "{\"number\": 1, \"at\": \"yesterday\"}",
                "{\"number\": 1, \"took\": \"5 minutes\"}",
                "{\"number\": 1} trailing",
                "[]"
            })
    void aWrongTypeIsRefusedRatherThanBent(String json) {
        assertThatThrownBy(() -> Json.mapper().readValue(json, Sample.class))
                .isInstanceOf(JsonProcessingException.class);
    }

    @Test
    void timesAndDurationsAreIso8601AndAbsentIsNotNull() throws JsonProcessingException {
        Sample sample = new Sample(
                1, null, null, Colour.RED, Instant.parse("2026-03-14T09:26:53Z"), Duration.ofMinutes(2), null);

        String json = Json.mapper().writeValueAsString(sample);

        assertThat(json)
                .isEqualTo("{\"number\":1,\"colour\":\"RED\",\"at\":\"2026-03-14T09:26:53Z\",\"took\":\"PT2M\"}");
        assertThat(Json.mapper().readValue(json, Sample.class)).isEqualTo(sample);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"name\": null}"})
    void aRequiredFieldThatIsMissingOrNullIsNamed(String json) {
        assertThatThrownBy(() -> Json.mapper().readValue(json, Strict.class))
                .isInstanceOf(JsonProcessingException.class)
                .hasMessageContaining("name");
    }

    @Test
    void anAbsentListIsEmpty() throws JsonProcessingException {
        assertThat(Json.mapper().readValue("{\"name\": \"x\"}", Strict.class).tags())
                .isEmpty();
    }
}
