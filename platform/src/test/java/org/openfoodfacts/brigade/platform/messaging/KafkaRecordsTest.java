package org.openfoodfacts.brigade.platform.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.contracts.Message;
import org.openfoodfacts.brigade.contracts.wire.Codec;
import org.openfoodfacts.brigade.contracts.wire.MalformedException;
import org.openfoodfacts.brigade.contracts.wire.WireRecord;

class KafkaRecordsTest {
    private final ConsumerRecord<String, byte[]> record =
            new ConsumerRecord<>("brigade.facts", 0, 7, null, "body".getBytes(UTF_8));

    @Test
    void ofAHeaderThatStandsTwiceTheLastCounts() {
        record.headers().add("ce_id", "first".getBytes(UTF_8)).add("ce_id", "last".getBytes(UTF_8));
        assertThat(KafkaRecords.wire(record).headers()).containsEntry("ce_id", "last");
    }

    @Test
    void aHeaderWithoutValueIsAbsent() {
        record.headers().add("ce_id", null);
        assertThat(KafkaRecords.wire(record).headers()).isEmpty();
    }

    @Test
    void bytesThatAreNoTextDoNotBreakTheReader() {
        record.headers()
                .add("ce_type", new byte[] {(byte) 0xff, (byte) 0xfe, 0})
                .add("", new byte[0]);
        WireRecord wire = KafkaRecords.wire(record);
        assertThat(wire.key()).isNull();
        assertThatThrownBy(() -> Codec.decode(wire, Message.class)).isInstanceOf(MalformedException.class);
    }
}
