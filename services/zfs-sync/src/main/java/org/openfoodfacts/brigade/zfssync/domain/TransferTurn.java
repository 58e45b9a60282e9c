package org.openfoodfacts.brigade.zfssync.domain;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.openfoodfacts.brigade.zfssync.domain.PullBatches.Batch;
import org.openfoodfacts.brigade.zfssync.domain.Transfer.Input;
import org.openfoodfacts.brigade.zfssync.domain.Transfer.Step;

/** One go through all transfers that wait: which of them are looked at, and which commands follow from what is seen. */
public final class TransferTurn {
    /** How many are looked at in one go; each needs all snapshots of both its ends. */
    static final int MOST_LOOKED_AT = 64;

    private final TransferQueue queue;
    private final Instant now;
    private final List<Transfer> looked;

    /**
     * @param open all transfers that have not ended
     * @param pairs those that are declared
     * @param underRepair pairs of which nothing is begun now
     */
    public TransferTurn(
            List<Transfer> open,
            Map<Pair.Key, Pair> pairs,
            Predicate<Pair.Key> underRepair,
            int mostPerNode,
            Instant now) {
        this.queue = new TransferQueue(open, pairs, mostPerNode);
        this.now = now;
        List<Transfer> due = open.stream()
                .filter(transfer -> transfer.isDue(now) && !underRepair.test(transfer.pair()))
                .toList();
        this.looked = queue.inOrder(due).stream()
                .filter(queue::mayBegin)
                .limit(MOST_LOOKED_AT)
                .toList();
    }

    /** Those whose ends are to be looked at. */
    public List<Transfer> looked() {
        return looked;
    }

    /** Whether another turn may find more to do at once, if this one did something. */
    public boolean isFull() {
        return looked.size() == MOST_LOOKED_AT;
    }

    /**
     * @param look what is seen of a transfer
     * @param begun is told of each that something is to come by, before the next is looked at
     */
    public List<Batch> batches(Function<Transfer, Input> look, Consumer<Transfer> begun) {
        PullBatches batches = new PullBatches(queue);
        for (Transfer transfer : looked) {
            Input seen = look.apply(transfer);
            Step step = transfer.step(seen, now);
            if (!step.next().equals(transfer) && batches.add(step, seen)) {
                begun.accept(step.next());
            }
        }
        return batches.batches();
    }
}
