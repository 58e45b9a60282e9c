package org.openfoodfacts.brigade.zfssync.domain;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.openfoodfacts.brigade.zfssync.domain.PullBatches.Batch;
import org.openfoodfacts.brigade.zfssync.domain.Transfer.Step;

/** One go through all transfers that wait: which of them are looked at, and which commands follow from what is seen. */
public final class TransferTurn {
    /** How many are looked at in one go. */
    static final int MOST_LOOKED_AT = 64;

    private final Instant now;
    private final List<Transfer> looked;
    private final boolean full;
    private final PullBatches batches;

    /**
     * @param open all transfers that have not ended
     * @param pairs those that are declared
     * @param limited of these those that may take only so many bytes a second
     * @param underRepair pairs of which nothing is begun now
     */
    public TransferTurn(
            List<Transfer> open,
            Map<Pair.Key, Pair> pairs,
            Set<Pair.Key> limited,
            Predicate<Pair.Key> underRepair,
            int mostPerNode,
            Instant now) {
        TransferQueue queue = new TransferQueue(open, pairs, limited, mostPerNode);
        this.now = now;
        List<Transfer> due = open.stream()
                .filter(transfer -> transfer.isDue(now) && !underRepair.test(transfer.pair()))
                .toList();
        List<Transfer> worth =
                queue.inOrder(due).stream().filter(queue::mayBegin).toList();
        this.looked = queue.toLookAt(worth, MOST_LOOKED_AT);
        this.full = looked.size() < worth.size();
        this.batches = new PullBatches(queue);
    }

    /** Those whose ends are to be looked at. */
    public List<Transfer> looked() {
        return looked;
    }

    /** Whether another turn may find more to do at once, if this one did something. */
    public boolean isFull() {
        return full;
    }

    /**
     * One after the other in the order of {@link #looked()}. Nothing is kept of what is seen: not all of it has to be in memory at a time.
     *
     * @param begun is told of it when something is to come by it
     */
    public void look(Transfer transfer, TransferInput seen, Consumer<Transfer> begun) {
        Step step = transfer.step(seen, now);
        if (step.next().equals(transfer)) {
            return;
        }
        if (batches.add(step, seen)) {
            begun.accept(step.next());
        } else if (step.command() != null) {
            waitForRoom(transfer, seen);
        }
    }

    /** From now on in the queue as any other: who waits for facts comes last, and is looked at again and again. */
    private void waitForRoom(Transfer transfer, TransferInput seen) {
        Transfer next = transfer.withoutRoom();
        if (!next.equals(transfer)) {
            batches.add(new Step(next, null, List.of()), seen);
        }
    }

    /** What follows from all that was looked at so far. */
    public List<Batch> batches() {
        return batches.batches();
    }
}
