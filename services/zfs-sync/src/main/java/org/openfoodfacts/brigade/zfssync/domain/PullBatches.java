package org.openfoodfacts.brigade.zfssync.domain;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openfoodfacts.brigade.contracts.commands.Command;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets.Expected;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets.Pull;
import org.openfoodfacts.brigade.contracts.replication.DatasetState;
import org.openfoodfacts.brigade.contracts.replication.SshRoute;
import org.openfoodfacts.brigade.zfssync.domain.Transfer.Step;

/**
 * Puts the steps of one turn into commands. Small pulls on the same way travel in one: each machine is then asked once for all of them, where looking costs
 * more than moving. What is large, limited or cut goes alone: it takes its time, tells how far it is and may be cancelled.
 */
public final class PullBatches {
    static final int MOST = 50;
    static final long SMALL_BYTES = 64 << 20;

    private final TransferQueue queue;
    private final List<List<Step>> all = new ArrayList<>();
    private final Map<Way, List<Step>> unfilled = new HashMap<>();

    /** @param queue says which machine may begin another command */
    public PullBatches(TransferQueue queue) {
        this.queue = queue;
    }

    private record Way(String sourceNode, String node, SshRoute route, String askedBy) {
        static Way of(Transfer transfer, PullDatasets command) {
            return new Way(
                    transfer.pair().sourceNode(),
                    transfer.pair().node(),
                    command.route(),
                    transfer.asked().by());
        }
    }

    /** Steps that begin together; {@code command} is what all of them ask for, null when they ask for nothing. */
    public record Batch(List<Step> steps, Command command) {
        public Batch {
            steps = List.copyOf(steps);
        }

        public static Batch of(Step step) {
            return new Batch(List.of(step), step.command());
        }

        private static Batch of(List<Step> steps) {
            return steps.size() == 1
                    ? of(steps.getFirst())
                    : new Batch(
                            steps,
                            new PullDatasets(
                                    ((PullDatasets) steps.getFirst().command()).route(),
                                    steps.stream()
                                            .flatMap(step -> ((PullDatasets) step.command()).pulls().stream())
                                            .toList()));
        }
    }

    /**
     * What its machines have no room for is left to a later turn.
     *
     * @param seen what the step was made of
     * @return whether something is to come by it in this turn
     */
    public boolean add(Step step, TransferInput seen) {
        if (!(step.command() instanceof PullDatasets pull)) {
            all.add(List.of(step));
            return false;
        }
        boolean small =
                seen instanceof TransferInput.Look look && isSmall(pull.pulls().getFirst(), look.source());
        Way way = Way.of(step.next(), pull);
        if (small
                && unfilled.containsKey(way)
                && !queue.waitsForParent(step.next().pair())) {
            List<Step> together = unfilled.get(way);
            together.add(step);
            if (together.size() == MOST) {
                unfilled.remove(way);
            }
        } else if (queue.admits(step.next().pair())) {
            List<Step> begun = new ArrayList<>(List.of(step));
            all.add(begun);
            if (small) {
                unfilled.put(way, begun);
            }
        } else {
            return false;
        }
        return true;
    }

    public List<Batch> batches() {
        return all.stream().map(Batch::of).toList();
    }

    /** By what was written to the snapshots that it sends. */
    private static boolean isSmall(Pull pull, DatasetState source) {
        Expected expected = pull.expected();
        if (pull.bytesPerSecond() > 0 || pull.discardPartial() || expected.resumeToken() != null) {
            return false;
        }
        Long bytes = Room.written(source, expected.fromGuid(), expected.toGuid());
        return bytes != null && bytes <= SMALL_BYTES;
    }
}
