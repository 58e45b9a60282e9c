package org.openfoodfacts.brigade.zfssync;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.contracts.wire.Trace;
import org.openfoodfacts.brigade.platform.outbox.Outbox;
import org.openfoodfacts.brigade.platform.outbox.Sequence;
import org.openfoodfacts.brigade.zfssync.domain.OpenFailures;
import org.openfoodfacts.brigade.zfssync.domain.Pair;
import org.openfoodfacts.brigade.zfssync.domain.Transfer;
import org.openfoodfacts.brigade.zfssync.domain.Transfer.Step;
import org.openfoodfacts.brigade.zfssync.domain.TransferInput;
import org.openfoodfacts.brigade.zfssync.persistence.EndStore;
import org.openfoodfacts.brigade.zfssync.persistence.PairStore;
import org.openfoodfacts.brigade.zfssync.persistence.PairStore.Declared;
import org.openfoodfacts.brigade.zfssync.persistence.TransferStore;

/** Tells that failures are over which no transfer will call over: the copy came otherwise, or is no longer Brigade's to bring. */
@ApplicationScoped
public class FailureEnds {
    private final Outbox outbox;
    private final TransferStore transfers;
    private final PairStore pairs;
    private final EndStore ends;

    FailureEnds(Outbox outbox, TransferStore transfers, PairStore pairs, EndStore ends) {
        this.outbox = outbox;
        this.transfers = transfers;
        this.pairs = pairs;
        this.ends = ends;
    }

    /** Within the pairs' lock. {@code ofSeen} are those of machines that have told of their datasets. */
    Uni<Void> tell(Session session, List<Declared> ofSeen, Instant now) {
        return transfers
                .openFailures(session)
                .chain(failing -> declared(session, failing, ofSeen).chain(all -> tell(session, failing, all, now)));
    }

    /** Who has not told of its datasets may have failed all the same: only what is among none of them is not declared. */
    private Uni<List<Declared>> declared(Session session, List<Transfer> failing, List<Declared> ofSeen) {
        Set<Pair.Key> seen = ofSeen.stream().map(one -> one.pair().key()).collect(toSet());
        return failing.stream().map(Transfer::pair).allMatch(seen::contains)
                ? Uni.createFrom().item(ofSeen)
                : pairs.declared(session);
    }

    private Uni<Void> tell(Session session, List<Transfer> failing, List<Declared> declared, Instant now) {
        Map<Pair.Key, Pair> byKey =
                declared.stream().map(Declared::pair).collect(toMap(Pair::key, pair -> pair, (a, _) -> a));
        Set<Pair.Key> pulled = declared.stream()
                .filter(Declared::pulled)
                .map(one -> one.pair().key())
                .collect(toSet());
        return ends.inSync(session, OpenFailures.toPlan(failing, byKey))
                .chain(inSync -> Sequence.each(
                        OpenFailures.over(failing, byKey, pulled, inSync), last -> tell(session, last, now)));
    }

    private Uni<Void> tell(Session session, Transfer last, Instant now) {
        Step step = last.step(new TransferInput.Over(), now);
        Trace trace = Trace.of(last.asked().correlationId());
        return transfers
                .advance(session, step.next())
                .chain(() -> Sequence.each(
                        step.events(),
                        event -> outbox.event(session, event, last.pair().node(), Subjects.of(event), trace)));
    }
}
