package org.openfoodfacts.brigade.zfssync.domain;

import static java.util.stream.Collectors.toSet;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Whose turn it is. Those that wait for facts alone come last; of the others what a person asked for goes first, then by the priorities of fleet.yaml, then the copy that is furthest behind, then those that are not there yet; no machine
 * has more than {@code mostPerNode} commands to send or to receive at a time; a dataset below one that is still to come waits for it; from one machine to another
 * at most one pull with a limit is under way (ADR 0165).
 */
public final class TransferQueue {
    /** So many limited ones of a way are looked at in one turn. */
    static final int MOST_LIMITED = 8;

    private final Map<String, Integer> busy = new HashMap<>();
    private final Set<Way> limitedWays = new HashSet<>();
    private final Map<Pair.Key, Pair> pairs;
    private final Set<Pair.Key> limited;
    private final Set<String> toCome;
    private final int mostPerNode;

    /**
     * @param open all transfers that wait or of which a command is under way
     * @param pairs those that are declared
     * @param limited of these those that may take only so many bytes a second
     */
    public TransferQueue(List<Transfer> open, Map<Pair.Key, Pair> pairs, Set<Pair.Key> limited, int mostPerNode) {
        this.pairs = pairs;
        this.limited = limited;
        this.mostPerNode = mostPerNode;
        this.toCome = open.stream()
                .map(Transfer::pair)
                .filter(key ->
                        pairs.containsKey(key) && !pairs.get(key).target().exists())
                .map(key -> place(key.node(), key.target()))
                .collect(toSet());
        Set<UUID> commands = new HashSet<>();
        for (Transfer transfer : open) {
            if (transfer.phase() instanceof TransferPhase.Pulling pulling && commands.add(pulling.commandId())) {
                boolean mayHaveALimit = limited.contains(transfer.pair()) || !pairs.containsKey(transfer.pair());
                occupy(transfer.pair(), mayHaveALimit);
            }
        }
    }

    private record Way(String sourceNode, String node) {
        static Way of(Pair.Key key) {
            return new Way(key.sourceNode(), key.node());
        }
    }

    public List<Transfer> inOrder(List<Transfer> queued) {
        Comparator<Transfer> factsLast = Comparator.comparing(TransferQueue::waitsForFacts);
        return queued.stream()
                .sorted(factsLast
                        .thenComparing(transfer -> transfer.asked().by() == null)
                        .thenComparingInt(transfer -> termsOf(transfer).priority())
                        .thenComparing(
                                transfer -> {
                                    Pair pair = pairs.get(transfer.pair());
                                    return pair == null || pair.common() == null
                                            ? null
                                            : pair.common().creation();
                                },
                                Comparator.nullsLast(Comparator.naturalOrder()))
                        .thenComparing(transfer -> transfer.pair().target()))
                .toList();
    }

    private CopyTerms termsOf(Transfer transfer) {
        Pair pair = pairs.get(transfer.pair());
        return pair == null ? CopyTerms.NONE : pair.terms();
    }

    /**
     * The first of them, but of the limited ones of a way only a few: one can begin, and those before it may turn out to have nothing to do.
     *
     * @param due those that may begin, in their order
     */
    List<Transfer> toLookAt(List<Transfer> due, int most) {
        List<Transfer> looked = new ArrayList<>();
        Map<Way, Integer> ofWay = new HashMap<>();
        for (Transfer transfer : due) {
            boolean isOneTooMany = limited.contains(transfer.pair())
                    && !waitsForFacts(transfer)
                    && ofWay.merge(Way.of(transfer.pair()), 1, Integer::sum) > MOST_LIMITED;
            if (!isOneTooMany && looked.size() < most) {
                looked.add(transfer);
            }
        }
        return looked;
    }

    /** Whether looking at it could come to anything: it ends without a command, or there is room for one. */
    public boolean mayBegin(Transfer transfer) {
        return waitsForFacts(transfer) || !pairs.containsKey(transfer.pair()) || hasRoom(transfer.pair());
    }

    /** It has brought something, and is looked at again and again until the facts show it: that must keep nobody else from being looked at. */
    private static boolean waitsForFacts(Transfer transfer) {
        return transfer.phase() instanceof TransferPhase.Queued queued && queued.expected() != null;
    }

    /** True when this one may begin now; its machines are then busy with it. */
    public boolean admits(Pair.Key key) {
        if (!hasRoom(key)) {
            return false;
        }
        occupy(key, limited.contains(key));
        return true;
    }

    private boolean hasRoom(Pair.Key key) {
        return busy.getOrDefault(key.node(), 0) < mostPerNode
                && busy.getOrDefault(key.sourceNode(), 0) < mostPerNode
                && !(limited.contains(key) && limitedWays.contains(Way.of(key)))
                && !waitsForParent(key);
    }

    /** Whether a dataset above it is still to come: {@code zfs receive} would fail. */
    boolean waitsForParent(Pair.Key key) {
        String dataset = key.target();
        for (int slash = dataset.lastIndexOf('/'); slash > 0; slash = dataset.lastIndexOf('/', slash - 1)) {
            if (toCome.contains(place(key.node(), dataset.substring(0, slash)))) {
                return true;
            }
        }
        return false;
    }

    private static String place(String node, String dataset) {
        return node + " " + dataset;
    }

    private void occupy(Pair.Key key, boolean isLimited) {
        if (isLimited) {
            limitedWays.add(Way.of(key));
        }
        busy.merge(key.node(), 1, Integer::sum);
        if (!key.sourceNode().equals(key.node())) {
            busy.merge(key.sourceNode(), 1, Integer::sum);
        }
    }
}
