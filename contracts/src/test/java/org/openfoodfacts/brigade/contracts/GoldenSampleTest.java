package org.openfoodfacts.brigade.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openfoodfacts.brigade.contracts.signing.PublicKeys;
import org.openfoodfacts.brigade.contracts.signing.Signer;
import org.openfoodfacts.brigade.contracts.wire.Codec;
import org.openfoodfacts.brigade.contracts.wire.Decoded;
import org.openfoodfacts.brigade.contracts.wire.Source;
import org.openfoodfacts.brigade.contracts.wire.Verification;
import org.openfoodfacts.brigade.contracts.wire.WireRecord;

/** What was once sent can still be read, and means what it meant. */
class GoldenSampleTest {
    private final KeyPair pair = Signer.newKeyPair();

    @ParameterizedTest
    @EnumSource(EventType.class)
    void everyTypeHasASampleThatIsReadAndWrittenUnchanged(EventType type) throws IOException {
        GoldenSample sample = GoldenSample.of(type);

        Decoded<Message> decoded = Codec.decode(sample.record(), Message.class);

        assertThat(decoded.type()).isEqualTo(type);
        assertThat(decoded.message()).isExactlyInstanceOf(type.messageClass());
        assertThat(decoded.key()).isEqualTo(sample.key());
        WireRecord again =
                Codec.encode(sample.topic(), sample.key(), decoded.message(), decoded.envelope(), signer(sample));
        assertThat(Json.mapper().readTree(again.value())).isEqualTo(sample.body());
        assertThat(again.headers()).containsAllEntriesOf(sample.headers());
        assertThat(again.headers()).hasSize(sample.headers().size() + 2); // key id and signature
    }

    @ParameterizedTest
    @EnumSource(EventType.class)
    void fieldsOfANewerVersionAreIgnored(EventType type) {
        GoldenSample sample = GoldenSample.of(type);

        Decoded<Message> decoded = Codec.decode(sample.record(withUnknownFields(sample.body())), Message.class);

        assertThat(decoded.message())
                .isEqualTo(Codec.decode(sample.record(), Message.class).message());
    }

    @ParameterizedTest
    @EnumSource(EventType.class)
    void theSampleIsBelievedWhenItsSenderSignedIt(EventType type) {
        GoldenSample sample = GoldenSample.of(type);
        Decoded<Message> decoded = Codec.decode(sample.record(), Message.class);
        WireRecord signed =
                Codec.encode(sample.topic(), sample.key(), decoded.message(), decoded.envelope(), signer(sample));

        PublicKeys keys = PublicKeys.none().with(owner(sample), pair.getPublic());

        assertThat(Verification.objection(signed, type, decoded.envelope(), keys))
                .isEmpty();
    }

    @Test
    void noSampleIsOfATypeThatIsNoLongerRegistered() throws IOException, URISyntaxException {
        Path folder = Path.of(GoldenSampleTest.class.getResource("/golden").toURI());
        List<String> types = Arrays.stream(EventType.values())
                .map(type -> type.id() + ".json")
                .toList();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrderElementsOf(types);
        }
    }

    private Signer signer(GoldenSample sample) {
        return new Signer(owner(sample), pair.getPrivate(), pair.getPublic());
    }

    private static String owner(GoldenSample sample) {
        String source = sample.headers().get("ce_source");
        return Source.service(source)
                .map(Service::kafkaUser)
                .or(() -> Source.node(source))
                .orElse("tool.ci");
    }

    private static JsonNode withUnknownFields(JsonNode node) {
        return switch (node) {
            case ObjectNode object -> withUnknownField(object);
            case ArrayNode array -> {
                ArrayNode more = Json.mapper().createArrayNode();
                array.forEach(item -> more.add(withUnknownFields(item)));
                yield more;
            }
            default -> node;
        };
    }

    private static ObjectNode withUnknownField(ObjectNode object) {
        ObjectNode more = Json.mapper().createObjectNode();
        object.propertyStream().forEach(e -> more.set(e.getKey(), withUnknownFields(e.getValue())));
        return object.has("PO_FLAVOR") ? more : more.put("aFieldOfTomorrow", "x"); // a map, whose every key is known
    }
}
