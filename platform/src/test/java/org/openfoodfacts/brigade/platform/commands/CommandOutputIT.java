package org.openfoodfacts.brigade.platform.commands;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.platform.app.Tables;
import org.openfoodfacts.brigade.platform.testing.BusAndDatabase;
import org.openfoodfacts.brigade.platform.testing.TestTokens;

/** A service has 96 MB of heap, and a command may print without end. */
@ExtendWith(RequiresDocker.class)
@QuarkusTest
@QuarkusTestResource(BusAndDatabase.class)
class CommandOutputIT {
    private static final int MIB = 1024 * 1024;

    @Inject
    Tables tables;

    @Test
    void muchOutputComesInPartsAfterEachOtherWithoutAGap() {
        UUID id = commandThatPrinted(100, 64 * 1024);

        List<Long> all = new ArrayList<>();
        List<Long> part = partAfter(id, 0);
        assertThat(part).hasSizeBetween(10, 16);
        while (!part.isEmpty()) {
            all.addAll(part);
            part = partAfter(id, part.getLast());
        }

        assertThat(all).isEqualTo(LongStream.rangeClosed(1, 100).boxed().toList());
    }

    @Test
    void aReportThatIsLargerThanAPartComesAlone() {
        UUID id = commandThatPrinted(2, MIB + 1);

        assertThat(partAfter(id, 0)).containsExactly(1L);
        assertThat(partAfter(id, 1)).containsExactly(2L);
        assertThat(partAfter(id, 2)).isEmpty();
    }

    @Test
    void ofSmallReportsAThousandComeAtOnce() {
        UUID id = commandThatPrinted(1001, 10);

        assertThat(partAfter(id, 0)).hasSize(1000);
        assertThat(partAfter(id, 1000)).containsExactly(1001L);
    }

    private UUID commandThatPrinted(int reports, int characters) {
        UUID id = UUID.randomUUID();
        tables.change(
                "insert into command (id, node, type, subject, state, sent_by, sent_at, deadline, ended_at)"
                        + " values (?, 'n-talks', 't', 's', 'DONE', 'x', now(), now(), now())",
                id);
        tables.change(
                "insert into command_output select ?, n, '[{\"error\": false, \"text\": \"' || repeat('x', ?) || '\"}]', 0"
                        + " from generate_series(1, ?) n",
                id,
                characters,
                reports);
        return id;
    }

    private static List<Long> partAfter(UUID id, long sequence) {
        byte[] answer = given().auth()
                .oauth2(TestTokens.token("viewer"))
                .get("/commands/" + id + "/output?after=" + sequence)
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();
        assertThat(answer.length).isLessThan(2 * MIB);
        return new JsonPath(new String(answer, UTF_8)).getList("sequence", Long.class);
    }
}
