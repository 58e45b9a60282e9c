package org.openfoodfacts.brigade.agent.tools.zfs.pull;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.openfoodfacts.brigade.agent.commands.Execution;
import org.openfoodfacts.brigade.agent.tools.zfs.ZfsNames;
import org.openfoodfacts.brigade.agent.tools.zfs.pull.StreamConnection.Sent;
import org.openfoodfacts.brigade.contracts.replication.SendFlags;

/** The streams of a round: some connections beside each other, and over each one stream after the other. */
final class PullStreams {
    /** Much of a short stream's time is waiting: for the other machine, and for the pool to write. */
    private static final int CONNECTIONS = 4;

    /** To open one costs about as much as a short stream does. */
    private static final int WORTH_A_CONNECTION = 4;

    private final PairEnd target;
    private final Execution execution;
    private final StreamConnection connection;

    PullStreams(PairEnd source, PairEnd target, Execution execution) {
        this.target = target;
        this.execution = execution;
        this.connection = new StreamConnection(source, target, execution);
    }

    /** Until all have ended, one way or the other. A stream that is alone is foretold, and tells how far it is. */
    void move(List<OnePull> pulls) {
        Map<String, Set<String>> features = pulls.stream()
                .map(one -> ZfsNames.pool(one.pull().target()))
                .distinct()
                .collect(toMap(pool -> pool, target::features));
        List<Sent> all =
                pulls.stream().map(one -> new Sent(one, flags(one, features))).toList();
        if (all.size() == 1) {
            connection.alone(all.getFirst());
            return;
        }
        RoundProgress progress = new RoundProgress(all.size(), execution.output());
        try (ExecutorService threads =
                Executors.newFixedThreadPool(CONNECTIONS, Thread.ofVirtual().factory())) {
            lanes(all).forEach(lane -> threads.execute(() -> connection.oneByOne(lane, progress)));
        }
    }

    /** Of one rate each. Which is in which decides nothing, so they are dealt out one by one. */
    private static List<List<Sent>> lanes(List<Sent> all) {
        List<List<Sent>> lanes = new ArrayList<>();
        for (List<Sent> ofOneRate : all.stream()
                .collect(groupingBy(sent -> sent.one().pull().bytesPerSecond()))
                .values()) {
            int count = Math.min(CONNECTIONS, Math.ceilDiv(ofOneRate.size(), WORTH_A_CONNECTION));
            List<List<Sent>> dealt = new ArrayList<>();
            for (int i = 0; i < ofOneRate.size(); i++) {
                if (i < count) {
                    dealt.add(new ArrayList<>());
                }
                dealt.get(i % count).add(ofOneRate.get(i));
            }
            lanes.addAll(dealt);
        }
        return lanes;
    }

    private static SendFlags flags(OnePull one, Map<String, Set<String>> features) {
        return SendFlags.of(
                one.isSourceEncrypted(), features.get(ZfsNames.pool(one.pull().target())));
    }
}
