package org.openfoodfacts.brigade.zfssync.domain;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.openfoodfacts.brigade.contracts.commands.CancelCommand;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets;
import org.openfoodfacts.brigade.zfssync.domain.PullBatches.Batch;
import org.openfoodfacts.brigade.zfssync.domain.Transfer.Standing;
import org.openfoodfacts.brigade.zfssync.domain.TransferPhase.Pulling;

/**
 * A fleet's transfers, turn after turn as the service gives them, and what can happen in between. What the service keeps in its tables is all that a turn
 * is made of, so a service that is killed between two steps is every step of it.
 */
final class PlayedQueue {
    private static final List<String> NODES = List.of("a", "b", "c", "d");

    private final Random random;
    private final int mostPerNode;
    private final Map<Pair.Key, PlayedCopy> copies = new LinkedHashMap<>();
    private final Set<Pair.Key> undeclared = new HashSet<>();
    private final Set<Pair.Key> underRepair = new HashSet<>();
    /** One per target, as the table allows. */
    private final Map<NodeDataset, Transfer> open = new LinkedHashMap<>();

    private final Map<UUID, List<Transfer>> underWay = new LinkedHashMap<>();
    private Instant now = Instant.parse("2026-11-29T02:00:00Z");
    private boolean calm;
    private int ids;
    int begun;
    int together;
    int failed;
    int limited;

    PlayedQueue(Random random) {
        this.random = random;
        this.mostPerNode = 1 + random.nextInt(3);
        List<String> nodes = NODES.subList(0, 2 + random.nextInt(NODES.size() - 1));
        int pairs = random.nextInt(10) == 0 ? 90 : 2 + random.nextInt(12);
        for (int i = 0; i < pairs; i++) {
            String above = i > 0 && random.nextInt(3) == 0 ? "copy/d" + random.nextInt(i) + "/" : "copy/";
            String node = any(nodes);
            copies.put(new Pair.Key(any(nodes), "tank/s" + i, node, above + "d" + i), new PlayedCopy(random));
        }
    }

    int open() {
        return open.size();
    }

    void step() {
        now = now.plus(Duration.ofSeconds(random.nextInt(60)));
        switch (random.nextInt(12)) {
            case 0, 1 -> want(any(List.copyOf(copies.keySet())));
            case 2, 3 -> tell(any(NODES));
            case 4, 5, 6 -> end();
            case 7 -> rarely(() -> toggle(undeclared));
            case 8 -> toggle(underRepair);
            case 9 -> rarely(this::cancel);
            default -> turn();
        }
    }

    /** From now on nothing fails, and the machines tell at once. */
    void calmDown() {
        calm = true;
        underRepair.clear();
        for (int i = 0; i < 400 && !open.isEmpty(); i++) {
            now = now.plus(Duration.ofMinutes(5));
            NODES.forEach(this::tell);
            turn();
            while (!underWay.isEmpty()) {
                end();
            }
        }
    }

    /** A machine tells of all its datasets at once. */
    private void tell(String node) {
        copies.forEach((pair, copy) -> {
            if (pair.node().equals(node)) {
                copy.tell();
            }
        });
    }

    /** Without it {@code zfs receive} fails. */
    private boolean isParentThere(Pair.Key pair) {
        return copies.entrySet().stream()
                .filter(other -> isAbove(other.getKey(), pair))
                .allMatch(other -> other.getValue().isThere());
    }

    private static boolean isAbove(Pair.Key above, Pair.Key pair) {
        return above.node().equals(pair.node()) && pair.target().startsWith(above.target() + "/");
    }

    private void want(Pair.Key pair) {
        copies.get(pair).source++;
        Transfer made = Transfer.of(
                id(), pair, new Transfer.Asked(random.nextInt(4) == 0 ? "ann" : null, now, "c", Standing.GOOD));
        open.putIfAbsent(target(pair), made);
    }

    private void turn() {
        Map<Pair.Key, Pair> declared = new HashMap<>();
        copies.forEach((key, copy) -> {
            if (!undeclared.contains(key)) {
                declared.put(key, copy.asPair(key, now));
            }
        });
        Set<Pair.Key> limited = declared.keySet().stream()
                .filter(key -> copies.get(key).isLimited())
                .collect(toSet());
        TransferTurn turn = new TransferTurn(
                List.copyOf(open.values()), declared, limited, underRepair::contains, mostPerNode, now);
        assertThat(turn.looked()).hasSizeLessThanOrEqualTo(TransferTurn.MOST_LOOKED_AT);
        for (Transfer transfer : turn.looked()) {
            boolean isDeclared = declared.containsKey(transfer.pair());
            turn.look(
                    transfer,
                    isDeclared ? copies.get(transfer.pair()).look() : new TransferInput.NotDeclared(),
                    _ -> {});
        }
        turn.batches().forEach(batch -> begin(batch, declared));
        assertNoMachineHasTooMuchToDo();
        assertOfOneWayAtMostOneIsLimited();
        assertNobodyWaitsForFactsThatAreShown(turn.looked());
    }

    private void assertNobodyWaitsForFactsThatAreShown(List<Transfer> looked) {
        assertThat(looked)
                .extracting(transfer -> open.get(target(transfer.pair())))
                .noneMatch(next -> next != null && copies.get(next.pair()).shows(next));
    }

    private void begin(Batch batch, Map<Pair.Key, Pair> declared) {
        UUID command = id();
        List<Transfer> begun = new ArrayList<>();
        for (Transfer.Step step : batch.steps()) {
            Transfer next = step.next().sent(command);
            assertThat(underRepair).doesNotContain(next.pair());
            if (next.phase() instanceof Pulling) {
                assertNothingComesIntoItsTargetYet(next);
                assertItsParentIsThere(next, declared);
                begun.add(next);
            }
            put(next);
        }
        if (!begun.isEmpty()) {
            assertTravelsWell((PullDatasets) batch.command(), begun);
            underWay.put(command, begun);
            this.begun += begun.size();
            together += begun.size() > 1 ? 1 : 0;
        }
    }

    private void assertNothingComesIntoItsTargetYet(Transfer next) {
        assertThat(underWay.values().stream()
                        .flatMap(List::stream)
                        .map(Transfer::pair)
                        .map(PlayedQueue::target))
                .doesNotContain(target(next.pair()));
    }

    private void assertItsParentIsThere(Transfer next, Map<Pair.Key, Pair> declared) {
        for (Transfer other : open.values()) {
            Pair.Key above = other.pair();
            if (isAbove(above, next.pair()) && declared.containsKey(above)) {
                assertThat(declared.get(above).target().exists())
                        .as("%s comes before %s", next.pair(), above)
                        .isTrue();
            }
        }
    }

    private static void assertTravelsWell(PullDatasets command, List<Transfer> begun) {
        assertThat(command.pulls()).hasSameSizeAs(begun).hasSizeLessThanOrEqualTo(PullBatches.MOST);
        assertThat(begun)
                .extracting(transfer ->
                        transfer.pair().sourceNode() + transfer.pair().node())
                .containsOnly(begun.getFirst().pair().sourceNode()
                        + begun.getFirst().pair().node());
        if (command.pulls().size() > 1) {
            assertThat(command.pulls())
                    .noneMatch(pull -> pull.discardPartial() || pull.expected().resumeToken() != null);
        }
    }

    private void assertNoMachineHasTooMuchToDo() {
        Map<String, Integer> busy = new HashMap<>();
        underWay.values().forEach(begun -> {
            Pair.Key way = begun.getFirst().pair();
            Set.of(way.node()).forEach(node -> busy.merge(node, 1, Integer::sum));
            if (!way.sourceNode().equals(way.node())) {
                busy.merge(way.sourceNode(), 1, Integer::sum);
            }
        });
        assertThat(busy.values()).allMatch(commands -> commands <= mostPerNode);
    }

    /** Also of those that are no longer declared. */
    private void assertOfOneWayAtMostOneIsLimited() {
        Map<String, Long> limited = underWay.values().stream()
                .flatMap(List::stream)
                .map(Transfer::pair)
                .filter(pair -> copies.get(pair).isLimited())
                .collect(groupingBy(pair -> pair.sourceNode() + " to " + pair.node(), counting()));
        assertThat(limited.values()).allMatch(count -> count == 1);
        this.limited += limited.size();
    }

    /** A command's end, told once or twice, or never, so that it counts as lost. */
    private void end() {
        if (underWay.isEmpty()) {
            return;
        }
        UUID command = any(List.copyOf(underWay.keySet()));
        List<Transfer> begun = underWay.remove(command);
        boolean lost = !calm && random.nextInt(10) == 0;
        for (Transfer transfer : begun) {
            TransferInput end = copies.get(transfer.pair()).receive(command, isParentThere(transfer.pair()), calm);
            failed += end instanceof TransferInput.NotPulled ? 1 : 0;
            TransferInput told = lost ? new TransferInput.NotPulled(command, "LOST", "no word from the node") : end;
            tell(transfer, told);
            if (random.nextInt(5) == 0) {
                tell(transfer, told);
            }
        }
    }

    private void tell(Transfer transfer, TransferInput input) {
        Transfer current = open.get(target(transfer.pair()));
        if (current != null && current.id().equals(transfer.id())) {
            put(current.step(input, now).next());
        }
    }

    private void cancel() {
        if (open.isEmpty()) {
            return;
        }
        Transfer one = any(List.copyOf(open.values()));
        Transfer.Step step = one.step(new TransferInput.CancelAsked("ann"), now);
        put(step.next());
        if (step.command() instanceof CancelCommand(UUID command)) {
            for (Transfer together : underWay.remove(command)) {
                tell(together, new TransferInput.NotPulled(command, "CANCELLED", null));
            }
        }
    }

    private void put(Transfer next) {
        if (next.phase().isEnd()) {
            open.remove(target(next.pair()));
        } else {
            open.put(target(next.pair()), next);
        }
    }

    private void toggle(Set<Pair.Key> some) {
        Pair.Key pair = any(List.copyOf(copies.keySet()));
        if (!some.remove(pair)) {
            some.add(pair);
        }
    }

    private void rarely(Runnable what) {
        if (random.nextInt(4) == 0) {
            what.run();
        }
    }

    private UUID id() {
        return new UUID(1, ++ids);
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private static NodeDataset target(Pair.Key pair) {
        return new NodeDataset(pair.node(), pair.target());
    }
}
