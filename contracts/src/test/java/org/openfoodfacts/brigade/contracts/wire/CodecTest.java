package org.openfoodfacts.brigade.contracts.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openfoodfacts.brigade.contracts.Message;
import org.openfoodfacts.brigade.contracts.commands.Command;
import org.openfoodfacts.brigade.contracts.commands.VerifyRelease;
import org.openfoodfacts.brigade.contracts.facts.Fact;
import org.openfoodfacts.brigade.contracts.requests.Request;

class CodecTest {
    private final WireRecord command = new Samples().signedCommand();

    @Test
    void theEnvelopeComesBackAsItWasSent() {
        Decoded<Command> decoded = Codec.decode(command, Command.class);
        assertThat(decoded.envelope()).isEqualTo(Samples.command());
        assertThat(decoded.message()).isInstanceOf(VerifyRelease.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ce_id", "ce_source", "ce_type", "ce_time", "ce_node", "ce_expirytime"})
    void aMissingHeaderIsNamed(String header) {
        assertMalformed(Samples.with(command, header, null), header);
    }

    @ParameterizedTest
    @CsvSource({
        "ce_time, yesterday",
        "ce_time, 2026-03-14",
        "ce_time, 1773480413",
        "ce_expirytime, ''",
        "ce_id, ' '",
        "ce_specversion, 0.3",
        "content-type, application/cloudevents+json",
        "content-type, text/plain"
    })
    void aHeaderOfAnotherFormIsNamed(String header, String value) {
        assertMalformed(Samples.with(command, header, value), header);
    }

    @Test
    void timesWithAnOffsetAndContentTypesWithACharsetAreUnderstood() {
        WireRecord other = Samples.with(
                Samples.with(command, "ce_time", "2026-03-14T10:26:53.589+01:00"),
                "content-type",
                "Application/JSON; charset=UTF-8");
        assertThat(Codec.decode(other, Command.class).envelope().time()).isEqualTo(Samples.NOW);
    }

    @Test
    void anUnknownTypeAndATypeOfAnotherTopicAreSaid() {
        assertMalformed(
                Samples.with(command, "ce_type", "org.openfoodfacts.brigade.commands.reboot.v1"), "is not known here");
        assertThatThrownBy(() -> Codec.decode(command, Fact.class))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("does not belong on brigade.node.north.commands");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "\"text\"",
                "{",
                "{}",
                "{\"checkout\": null, \"commit\": \"c\"}",
                "{\"checkout\": {\"path\": 5}, \"commit\": \"c\"}",
                "{\"checkout\": {\"path\": \"/p\", \"user\": \"u\", \"repository\": \"r\"}, \"commit\": 7}",
                "{\"checkout\": {\"path\": \"/p\", \"user\": \"u\", \"repository\": \"r\"}, \"commit\": \"c\"} x"
            })
    void aBodyThatIsNotOfItsTypeIsMalformed(String body) {
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> Codec.decode(Samples.withBody(command, body.getBytes(UTF_8)), Command.class))
                .withMessageContaining("commands.verify-release.v1");
    }

    @Test
    void aCommandWithoutBodyIsMalformed() {
        assertMalformed(Samples.withBody(command, null), "has no body");
    }

    @Test
    void aFileOfAMillionDigitsIsRefusedQuickly() {
        String huge = "{\"generation\": " + "9".repeat(1_000_000) + "}";
        WireRecord record = new WireRecord(
                "t",
                "k",
                Map.of(
                        "ce_id", "1",
                        "ce_source", "/services/inventory",
                        "ce_time", Instant.EPOCH.toString(),
                        "ce_type", "org.openfoodfacts.brigade.orders.observe-node.v1"),
                huge.getBytes(UTF_8));
        assertThatThrownBy(() -> Codec.decode(record, Message.class)).isInstanceOf(MalformedException.class);
    }

    @Test
    void deepNestingIsRefused() {
        String deep = "[".repeat(100_000);
        assertThatThrownBy(() -> Codec.decode(Samples.withBody(command, deep.getBytes(UTF_8)), Command.class))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void aToolsRequestNeedsNoTime() {
        WireRecord request = new WireRecord(
                "brigade.deploy.requests",
                null,
                Map.of("ce_id", "1", "ce_source", "ci", "ce_type", "org.openfoodfacts.brigade.deploy.requested.v1"),
                "{\"application\": \"app\"}".getBytes(UTF_8));
        assertThat(Codec.decode(request, Request.class).envelope().time()).isNull();
    }

    /** Whatever bytes come, they are read or they are malformed; nothing else is thrown. */
    @Property(tries = 2000)
    void arbitraryBytesAreNeverAnythingButMalformed(@ForAll byte[] body) {
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> Codec.decode(Samples.withBody(command, body), Command.class));
    }

    @Property(tries = 2000)
    void arbitraryHeadersAreNeverAnythingButMalformed(
            @ForAll String id, @ForAll String type, @ForAll String time, @ForAll String expiry) {
        Map<String, String> headers =
                Map.of("ce_id", id, "ce_source", "s", "ce_type", type, "ce_time", time, "ce_expirytime", expiry);
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> Codec.decode(new WireRecord("t", "k", headers, new byte[0]), Command.class));
    }

    private static void assertMalformed(WireRecord record, String why) {
        assertThatThrownBy(() -> Codec.decode(record, Command.class))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(why);
    }
}
