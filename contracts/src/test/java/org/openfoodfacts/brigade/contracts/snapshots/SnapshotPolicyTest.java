package org.openfoodfacts.brigade.contracts.snapshots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openfoodfacts.brigade.contracts.Json;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Counts;

class SnapshotPolicyTest {
    private static final SnapshotPolicy POLICY = Policies.keeping(new Counts(4, 48, 90, 5, 6, 1));

    @Test
    void aPolicyComesBackFromJsonAsItWas() throws JsonProcessingException {
        String json = Json.mapper().writeValueAsString(POLICY);
        assertThat(json).contains("\"daily\":\"23:59:00\"", "\"day\":\"MONDAY\"", "\"day\":\"--01-01\"");
        assertThat(Json.mapper().readValue(json, SnapshotPolicy.class)).isEqualTo(POLICY);
    }

    @ParameterizedTest
    @CsvSource({
        "'\"hourly\":48', '\"hourly\":-1'",
        "'\"hourlyMinute\":0', '\"hourlyMinute\":60'",
        "'\"frequentMinutes\":15', '\"frequentMinutes\":0'",
        "'\"pruneDefer\":0', '\"pruneDefer\":101'",
        "'{\"day\":1,', '{\"day\":32,'"
    })
    void whatCannotBeMeantIsRefused(String good, String bad) throws JsonProcessingException {
        String json = Json.mapper().writeValueAsString(POLICY);
        assertThat(json).contains(good);
        assertThatThrownBy(() -> Json.mapper().readValue(json.replace(good, bad), SnapshotPolicy.class))
                .isInstanceOf(JsonProcessingException.class)
                .hasMessageContaining("out of range");
    }
}
