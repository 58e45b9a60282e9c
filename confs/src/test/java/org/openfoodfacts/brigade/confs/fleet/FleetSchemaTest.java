package org.openfoodfacts.brigade.confs.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openfoodfacts.brigade.contracts.BuildSample;

/** The published schema and the parser judge the same, wherever no other line has to be looked at. */
class FleetSchemaTest {
    private static final Path EXAMPLE = Path.of("../deploy/examples/fleet/fleet.yaml");
    private static final Path PUBLISHED = Path.of("../docs/api/fleet.schema.json");
    private static final String NOT_THIS_ONES = "(?s).*(there is no |stands twice|is already|at the site|at site ).*";

    /** The example with one line taken out, one key mistyped, one value that is no text of its kind. */
    static Stream<String> mistakes() throws IOException {
        List<String> lines = Files.readAllLines(EXAMPLE);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.matches("\\s+(- )?[A-Za-z]+: [^\\[]+")) {
                texts.add(with(lines, i, line.replaceFirst("[A-Za-z]+: .*", "mistyped: x")));
                texts.add(with(lines, i, line.replaceFirst(": .*", ": \"\"")));
                texts.add(with(lines, i, line.replaceFirst(": .*", ": [a, b]")));
            }
        }
        return texts.stream();
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void whatTheParserRefusesTheSchemaRefuses(String text) throws IOException {
        boolean refused = FleetFile.parse(text).problems().stream()
                .anyMatch(problem -> !problem.what().matches(NOT_THIS_ONES));

        assertThat(refused).as(text).isTrue();
        assertThat(schema().validate(text, InputFormat.YAML)).as(text).isNotEmpty();
    }

    @Test
    void theExampleIsValid() throws IOException {
        assertThat(schema().validate(Files.readString(EXAMPLE), InputFormat.YAML))
                .isEmpty();
    }

    @Test
    void theSchemaTakesTheBuildsThatTheParserTakes() throws IOException {
        String example = Files.readString(EXAMPLE);
        for (BuildSample sample : BuildSample.all(BuildSample.Of.SCRIPT)) {
            if (sample.fits() || sample.text().matches("\\S+")) {
                String text = example.replace("scripts/build.sh", '"' + sample.text() + '"');
                assertThat(schema().validate(text, InputFormat.YAML).isEmpty())
                        .as(sample.toString())
                        .isEqualTo(sample.fits());
            }
        }
        for (BuildSample sample : BuildSample.all(BuildSample.Of.VARIABLE)) {
            String text = example.replace("PRODUCT_OPENER_FLAVOR_SHORT", '"' + sample.text() + '"');
            assertThat(schema().validate(text, InputFormat.YAML).isEmpty())
                    .as(sample.toString())
                    .isEqualTo(sample.fits());
        }
    }

    private static String with(List<String> lines, int index, String line) {
        List<String> changed = new ArrayList<>(lines);
        changed.set(index, line);
        return changed.stream().collect(Collectors.joining("\n", "", "\n"));
    }

    private static Schema schema() throws IOException {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(PUBLISHED));
    }
}
