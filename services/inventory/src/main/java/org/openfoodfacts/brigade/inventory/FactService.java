package org.openfoodfacts.brigade.inventory;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.contracts.facts.Fact;
import org.openfoodfacts.brigade.contracts.facts.PresenceFact;
import org.openfoodfacts.brigade.contracts.wire.Decoded;
import org.openfoodfacts.brigade.contracts.wire.MalformedException;
import org.openfoodfacts.brigade.inventory.domain.Presence;
import org.openfoodfacts.brigade.inventory.domain.StoredFact;
import org.openfoodfacts.brigade.inventory.persistence.FactStore;
import org.openfoodfacts.brigade.inventory.persistence.PresenceStore;
import org.openfoodfacts.brigade.platform.json.JsonText;
import org.openfoodfacts.brigade.platform.outbox.Outbox;

/** Keeps the newest fact of each key, and with each sign of life who is there. */
@ApplicationScoped
public class FactService {
    private final Outbox outbox;
    private final FactStore facts;
    private final PresenceStore presences;
    private final PresenceEvents events;
    private final Clock clock;

    FactService(Outbox outbox, FactStore facts, PresenceStore presences, PresenceEvents events, Clock clock) {
        this.outbox = outbox;
        this.facts = facts;
        this.presences = presences;
        this.events = events;
        this.clock = clock;
    }

    /** @throws MalformedException when the key is not that of the fact */
    public Uni<Void> take(Decoded<Fact> decoded) {
        String node = decoded.envelope().node();
        String kind = decoded.type().kind();
        String part = part(decoded, node + "/" + kind);
        Instant at = decoded.envelope().time();
        Fact fact = decoded.message();
        return outbox.inTransaction(session -> fact == null
                ? facts.remove(session, node, kind, part, at)
                : facts.putIfNewer(session, new StoredFact(node, kind, part, JsonText.write(fact), at))
                        .chain(stored -> stored && fact instanceof PresenceFact presence
                                ? seen(session, node, presence, at)
                                : Uni.createFrom().voidItem()));
    }

    private static String part(Decoded<Fact> decoded, String wholeKey) {
        String key = decoded.key();
        String part = key.equals(wholeKey)
                ? ""
                : key.startsWith(wholeKey + "/") ? key.substring(wholeKey.length() + 1) : null;
        if (part == null
                || (decoded.message() != null && !part.equals(decoded.message().part()))) {
            throw new MalformedException("the key " + key + " is not that of a " + wholeKey);
        }
        return part;
    }

    private Uni<Void> seen(Session session, String node, PresenceFact said, Instant at) {
        return presences.lock(session, node).chain(known -> {
            Presence.Step step = known == null ? Presence.first(node, said, at) : known.seen(said, at, clock.instant());
            return events.apply(session, step);
        });
    }
}
