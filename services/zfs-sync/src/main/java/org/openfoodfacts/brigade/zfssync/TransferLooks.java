package org.openfoodfacts.brigade.zfssync;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.platform.commands.Commands;
import org.openfoodfacts.brigade.zfssync.domain.Pair;
import org.openfoodfacts.brigade.zfssync.domain.PairRecord;
import org.openfoodfacts.brigade.zfssync.domain.PoolPromises;
import org.openfoodfacts.brigade.zfssync.domain.Transfer;
import org.openfoodfacts.brigade.zfssync.domain.Transfer.Input;
import org.openfoodfacts.brigade.zfssync.domain.TransferPhase.Pulling;
import org.openfoodfacts.brigade.zfssync.persistence.EndStore;
import org.openfoodfacts.brigade.zfssync.persistence.EndStore.Ends;
import org.openfoodfacts.brigade.zfssync.persistence.PairStateStore;
import org.openfoodfacts.brigade.zfssync.persistence.PairStore.Declared;
import org.openfoodfacts.brigade.zfssync.persistence.SightStore;

/** What transfers are shown when it is their turn; in a few statements whatever their number. */
@ApplicationScoped
public class TransferLooks {
    private final PairStateStore states;
    private final EndStore ends;
    private final SightStore sights;
    private final Commands commands;
    private final ZfsSyncConfig config;

    TransferLooks(PairStateStore states, EndStore ends, SightStore sights, Commands commands, ZfsSyncConfig config) {
        this.states = states;
        this.ends = ends;
        this.sights = sights;
        this.commands = commands;
        this.config = config;
    }

    /** All that is looked at in one turn. */
    static final class Looks {
        private final Map<Pair.Key, Declared> declared;
        private final Map<Pair.Key, PairRecord> seen;
        private final Ends found;
        private final Map<Pair.Key, String> renamed;
        private final PoolPromises promises;
        private final double poolFull;

        private Looks(
                Map<Pair.Key, Declared> declared,
                Map<Pair.Key, PairRecord> seen,
                Ends found,
                Map<Pair.Key, String> renamed,
                PoolPromises promises,
                double poolFull) {
            this.declared = declared;
            this.seen = seen;
            this.found = found;
            this.renamed = renamed;
            this.promises = promises;
            this.poolFull = poolFull;
        }

        Input of(Transfer transfer) {
            Pair.Key pair = transfer.pair();
            if (!declared.containsKey(pair)) {
                return new Input.NotDeclared();
            }
            return new Input.Look(
                    found.source(pair),
                    found.target(pair),
                    seen.containsKey(pair) && seen.get(pair).common() != null,
                    renamed.get(pair),
                    declared.get(pair).transport(),
                    promises.beside(found.room(pair, poolFull), pair));
        }

        /** Those looked at later in this turn have less room. */
        void begun(Transfer transfer) {
            promises.begun(transfer);
        }
    }

    /** @param open all that have not ended, {@code looked} among them */
    Uni<Looks> of(Session session, List<Transfer> looked, List<Transfer> open, Map<Pair.Key, Declared> declared) {
        List<Pair.Key> keys = looked.stream().map(Transfer::pair).toList();
        List<Pair> pairs = keys.stream()
                .map(declared::get)
                .filter(Objects::nonNull)
                .map(Declared::pair)
                .toList();
        Map<Pair.Key, Pair> all = new HashMap<>();
        declared.forEach((key, one) -> all.put(key, one.pair()));
        return states.all(session)
                .chain(seen -> sights.renamed(session, pairs, all.values())
                        .chain(renamed -> ends.of(session, keys)
                                .chain(found -> commands.lastLines(session, running(open))
                                        .map(lines -> new Looks(
                                                declared,
                                                seen,
                                                found,
                                                renamed,
                                                new PoolPromises(open, all, lines),
                                                config.poolFull())))));
    }

    private static List<UUID> running(List<Transfer> open) {
        return open.stream()
                .flatMap(transfer -> transfer.phase() instanceof Pulling pulling && pulling.commandId() != null
                        ? Stream.of(pulling.commandId())
                        : Stream.of())
                .distinct()
                .toList();
    }
}
