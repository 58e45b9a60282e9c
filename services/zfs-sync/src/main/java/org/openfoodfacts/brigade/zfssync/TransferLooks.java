package org.openfoodfacts.brigade.zfssync;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.platform.commands.Commands;
import org.openfoodfacts.brigade.zfssync.domain.Pair;
import org.openfoodfacts.brigade.zfssync.domain.PairRecord;
import org.openfoodfacts.brigade.zfssync.domain.PoolPromises;
import org.openfoodfacts.brigade.zfssync.domain.Transfer;
import org.openfoodfacts.brigade.zfssync.domain.TransferInput;
import org.openfoodfacts.brigade.zfssync.domain.TransferPhase.Pulling;
import org.openfoodfacts.brigade.zfssync.domain.TransferTurn;
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

    /** What is the same for all of one turn. */
    private record Surroundings(
            Map<Pair.Key, Declared> declared,
            Map<Pair.Key, PairRecord> seen,
            Map<Pair.Key, String> renamed,
            PoolPromises promises,
            double poolFull) {

        TransferInput of(Transfer transfer, Ends found) {
            Pair.Key pair = transfer.pair();
            if (!declared.containsKey(pair)) {
                return new TransferInput.NotDeclared();
            }
            Optional<String> untold = declared.get(pair).pair().untold();
            if (untold.isPresent()) {
                return new TransferInput.NotTold(untold.get());
            }
            return new TransferInput.Look(
                    found.source(pair),
                    found.target(pair),
                    seen.containsKey(pair) && seen.get(pair).common() != null,
                    renamed.get(pair),
                    declared.get(pair).transport(),
                    promises.beside(found.room(pair, poolFull), pair),
                    found.isPoolShown(pair));
        }
    }

    /**
     * Shows them all to the turn, some at a time, so that never more than the snapshots of those are in memory. Those looked at later have less room.
     *
     * @param open all that have not ended, those of the turn among them
     */
    Uni<Void> show(Session session, TransferTurn turn, List<Transfer> open, Map<Pair.Key, Declared> declared) {
        Map<Pair.Key, Transfer> looked = new LinkedHashMap<>();
        turn.looked().forEach(transfer -> looked.put(transfer.pair(), transfer));
        return surroundings(session, looked.keySet(), open, declared)
                .chain(around -> ends.inWindows(session, looked.keySet(), (window, found) -> {
                    for (Pair.Key key : window) {
                        Transfer transfer = looked.get(key);
                        turn.look(transfer, around.of(transfer, found), around.promises()::begun);
                    }
                    return Uni.createFrom().item(List.of());
                }))
                .replaceWithVoid();
    }

    private Uni<Surroundings> surroundings(
            Session session, Set<Pair.Key> keys, List<Transfer> open, Map<Pair.Key, Declared> declared) {
        List<Pair> pairs = keys.stream()
                .map(declared::get)
                .filter(Objects::nonNull)
                .map(Declared::pair)
                .toList();
        Map<Pair.Key, Pair> all = new HashMap<>();
        declared.forEach((key, one) -> all.put(key, one.pair()));
        return states.all(session)
                .chain(seen -> sights.renamed(session, pairs, all.values())
                        .chain(renamed -> commands.lastLines(session, running(open))
                                .map(lines -> new Surroundings(
                                        declared,
                                        seen,
                                        renamed,
                                        new PoolPromises(open, all, lines),
                                        config.poolFull()))));
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
