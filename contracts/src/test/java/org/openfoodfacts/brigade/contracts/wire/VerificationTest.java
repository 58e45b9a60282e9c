package org.openfoodfacts.brigade.contracts.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openfoodfacts.brigade.contracts.EventType;
import org.openfoodfacts.brigade.contracts.Message;
import org.openfoodfacts.brigade.contracts.Service;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.facts.CapabilitiesFact;
import org.openfoodfacts.brigade.contracts.requests.DeployRequested;
import org.openfoodfacts.brigade.contracts.signing.PublicKeys;

/** Nobody gets in who does not belong. */
class VerificationTest {
    private final Samples samples = new Samples();

    @Test
    void whatTheRightSenderSignedIsBelieved() {
        assertThat(objection(samples.signedCommand())).isEmpty();
        assertThat(objection(samples.signedFact("north/capabilities"))).isEmpty();
        assertThat(objection(samples.signedFact("north"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "ce_id, another",
        "ce_node, south",
        "ce_time, 2026-03-14T09:26:54Z",
        "ce_subject, obf",
        "ce_expirytime, 2027-01-01T00:00:00Z",
        "ce_type, org.openfoodfacts.brigade.commands.inspect-checkout.v1"
    })
    void aChangedHeaderBreaksTheSignature(String header, String value) {
        assertThat(objection(Samples.with(samples.signedCommand(), header, value)))
                .hasValueSatisfying(why -> assertThat(why).contains("does not match"));
    }

    @Test
    void anotherSourceIsRefused() {
        assertThat(objection(Samples.with(samples.signedCommand(), "ce_source", "/services/security")))
                .hasValueSatisfying(why -> assertThat(why).contains("may not send"));
        assertThat(objection(Samples.with(samples.signedCommand(), "ce_source", "/nodes/north")))
                .isPresent();
    }

    @Test
    void aSubjectThatIsTakenAwayBreaksTheSignature() {
        assertThat(objection(Samples.with(samples.signedCommand(), "ce_subject", null)))
                .isPresent();
    }

    @Test
    void theTraceMayBeChangedOnTheWayBecauseNothingIsDecidedByIt() {
        assertThat(objection(Samples.with(samples.signedCommand(), "ce_correlationid", "other")))
                .isEmpty();
    }

    @Test
    void aRecordWithoutSignatureIsRefused() {
        assertThat(objection(Samples.with(samples.signedCommand(), "ce_signature", null)))
                .contains("it carries no signature");
        assertThat(objection(Samples.with(samples.signedCommand(), "ce_keyid", null)))
                .contains("it carries no signature");
    }

    @ParameterizedTest
    @CsvSource({"'!'", "''", "AAAA", "'####'"})
    void garbageInPlaceOfASignatureIsRefused(String garbage) {
        assertThat(objection(Samples.with(samples.signedCommand(), "ce_signature", garbage)))
                .isPresent();
    }

    @Test
    void aServiceMayNotSendWhatAnotherServiceDecides() {
        WireRecord forged = Codec.encode(
                Topic.commands("north"), "north", body(samples.signedCommand()), Samples.command(), samples.security);
        assertThat(objection(forged)).hasValueSatisfying(why -> assertThat(why).contains("may not send"));
    }

    @Test
    void aNodeMayNotCommand() {
        WireRecord forged = Codec.encode(
                Topic.commands("north"), "north", body(samples.signedCommand()), Samples.command(), samples.north);
        assertThat(objection(forged)).isPresent();
    }

    @Test
    void aNodeMayNotSpeakForAnother() {
        WireRecord forged = Codec.encode(
                Topic.FACTS.topicName(),
                "north/capabilities",
                new CapabilitiesFact(null),
                Samples.fact("north"),
                samples.south);
        assertThat(objection(forged)).hasValueSatisfying(why -> assertThat(why).contains("may not speak for"));
    }

    @ParameterizedTest
    @CsvSource({"south/capabilities", "northern/capabilities", "nort", "/north", "''"})
    void aNodeMayNotUseAnothersRecordKey(String key) {
        assertThat(objection(samples.signedFact(key)))
                .hasValueSatisfying(why -> assertThat(why).contains("record key"));
    }

    @Test
    void aRecordMayNotBeMovedToAnotherKeyOfItsNode() {
        assertThat(objection(Samples.withKey(samples.signedFact("north/capabilities"), "north/pools")))
                .isPresent();
        assertThat(objection(Samples.withKey(samples.signedFact("north/capabilities"), null)))
                .isPresent();
    }

    @Test
    void aRevokedKeyIsNoLongerBelieved() {
        PublicKeys without = samples.keys.without("north");
        WireRecord record = samples.signedFact("north");
        assertThat(Verification.objection(record, EventType.CAPABILITIES, Samples.fact("north"), without))
                .hasValueSatisfying(why -> assertThat(why).contains("no longer trusted"));
    }

    @Test
    void aTombstoneIsSignedAndIsNotAnEmptyBody() {
        WireRecord gone =
                Codec.tombstone(Topic.FACTS.topicName(), "north/capabilities", Samples.fact("north"), samples.north);
        assertThat(objection(gone)).isEmpty();
        assertThat(Codec.decode(gone, Message.class).message()).isNull();
        assertThat(Verification.objection(
                        Samples.withBody(gone, new byte[0]),
                        EventType.CAPABILITIES,
                        Samples.fact("north"),
                        samples.keys))
                .isPresent();
        assertThat(objection(Samples.withBody(samples.signedFact("north"), null)))
                .isPresent();
    }

    @Test
    void aToolsRequestNeedsNoSignature() {
        Envelope envelope = new Envelope(
                "1", "https://ci.example.org", EventType.DEPLOY_REQUESTED.id(), null, null, null, null, null);
        WireRecord unsigned =
                new WireRecord(Topic.DEPLOY_REQUESTS.topicName(), "k", java.util.Map.of(), new byte[] {'{', '}'});
        assertThat(Verification.objection(unsigned, EventType.DEPLOY_REQUESTED, envelope, samples.keys))
                .isEmpty();
        assertThat(EventType.of(new DeployRequested("a", "b", "c", "d"))
                        .sender()
                        .allowsService(Service.DEPLOYER.id()))
                .isFalse();
    }

    private Optional<String> objection(WireRecord record) {
        Decoded<Message> decoded = decodeHeaders(record);
        return Verification.objection(record, decoded.type(), decoded.envelope(), samples.keys);
    }

    private static Decoded<Message> decodeHeaders(WireRecord record) {
        Envelope envelope = Headers.envelope(record.headers());
        return new Decoded<>(EventType.byId(envelope.type()).orElseThrow(), envelope, record.key(), null);
    }

    private static Message body(WireRecord record) {
        return Codec.decode(record, Message.class).message();
    }
}
