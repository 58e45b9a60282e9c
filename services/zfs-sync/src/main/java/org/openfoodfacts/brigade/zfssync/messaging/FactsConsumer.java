package org.openfoodfacts.brigade.zfssync.messaging;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.openfoodfacts.brigade.contracts.EventType;
import org.openfoodfacts.brigade.contracts.facts.Fact;
import org.openfoodfacts.brigade.contracts.wire.Decoded;
import org.openfoodfacts.brigade.contracts.wire.MalformedException;
import org.openfoodfacts.brigade.contracts.wire.Routing;
import org.openfoodfacts.brigade.platform.json.JsonText;
import org.openfoodfacts.brigade.platform.messaging.Receiver;
import org.openfoodfacts.brigade.zfssync.FactService;
import org.openfoodfacts.brigade.zfssync.domain.FactCheck;

/** Hands on the facts about ZFS; one that can never be stored, or stands under another fact's key, is put aside. */
@ApplicationScoped
public class FactsConsumer {
    private static final Set<EventType> WANTED = Set.of(
            EventType.POOLS,
            EventType.POOL_STATUS,
            EventType.DISKS,
            EventType.DATASETS,
            EventType.SNAPSHOTS,
            EventType.POLICIES);

    private static final String NUL = "\\u0000";

    private final Receiver receiver;
    private final FactService facts;

    FactsConsumer(Receiver receiver, FactService facts) {
        this.receiver = receiver;
        this.facts = facts;
    }

    @Incoming("facts")
    Uni<Void> consume(ConsumerRecord<String, byte[]> record) {
        return receiver.receiveUnless(
                wire -> Routing.isNoneOf(wire, WANTED),
                record,
                Fact.class,
                decoded -> take(decoded, record.value() != null && mayHoldNul(record.value())));
    }

    /** JSON has no other way to say it. To look here first spares nearly all facts from being written as JSON once more. */
    private static boolean mayHoldNul(byte[] json) {
        return new String(json, StandardCharsets.ISO_8859_1).contains(NUL);
    }

    private Uni<Void> take(Decoded<Fact> decoded, boolean mayHoldNul) {
        Fact fact = decoded.message();
        String prefix = decoded.envelope().node() + "/" + decoded.type().kind();
        if (fact == null) {
            boolean inParts = decoded.type() == EventType.SNAPSHOTS;
            require(
                    inParts
                            ? decoded.key().startsWith(prefix + "/")
                            : decoded.key().equals(prefix),
                    "the key is not its kind's");
            return facts.gone(decoded.key(), decoded.type(), decoded.envelope());
        }
        FactCheck.objection(fact).ifPresent(why -> {
            throw new MalformedException(why);
        });
        String key = fact.part().isEmpty() ? prefix : prefix + "/" + fact.part();
        require(decoded.key().equals(key), "the key should be " + key);
        require(
                !mayHoldNul || !JsonText.write(fact).contains(NUL),
                "a text contains a NUL, which PostgreSQL cannot store");
        return facts.take(decoded.key(), decoded.envelope(), fact);
    }

    private static void require(boolean holds, String objection) {
        if (!holds) {
            throw new MalformedException(objection);
        }
    }
}
