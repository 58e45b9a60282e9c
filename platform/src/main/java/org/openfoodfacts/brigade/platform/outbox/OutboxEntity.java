package org.openfoodfacts.brigade.platform.outbox;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Map;
import org.openfoodfacts.brigade.contracts.wire.WireRecord;
import org.openfoodfacts.brigade.platform.json.JsonText;

/** A record that must reach Kafka, written in the transaction of the change it tells of. */
@Entity
@Table(name = "outbox")
public class OutboxEntity {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private Long id;

    private String topic;

    @Column(name = "record_key")
    private String recordKey;

    private String headers;
    private byte[] body;

    @Column(name = "created_at")
    private Instant createdAt;

    private int attempts;

    @Column(name = "retry_at")
    private Instant retryAt;

    @Column(name = "put_aside")
    private String putAside;

    protected OutboxEntity() {}

    OutboxEntity(WireRecord record, Instant createdAt) {
        this.topic = record.topic();
        this.recordKey = record.key();
        this.headers = JsonText.write(record.headers());
        this.body = record.value();
        this.createdAt = createdAt;
    }

    Long id() {
        return id;
    }

    String topic() {
        return topic;
    }

    String key() {
        return recordKey;
    }

    int attempts() {
        return attempts;
    }

    /** It failed and holds back its topic and key until then. */
    void retryAt(Instant time) {
        attempts++;
        retryAt = time;
    }

    /** It can never be sent; it stays in the table for a human to see and holds back nothing. */
    void putAside(String reason) {
        putAside = reason;
    }

    WireRecord record() {
        Map<String, String> map = JsonText.readMap(headers);
        return new WireRecord(topic, recordKey, map, body);
    }
}
