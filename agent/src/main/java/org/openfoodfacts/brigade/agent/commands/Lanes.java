package org.openfoodfacts.brigade.agent.commands;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.openfoodfacts.brigade.contracts.commands.CancelCommand;
import org.openfoodfacts.brigade.contracts.commands.CheckOutRelease;
import org.openfoodfacts.brigade.contracts.commands.CheckoutRef;
import org.openfoodfacts.brigade.contracts.commands.CloneSnapshots;
import org.openfoodfacts.brigade.contracts.commands.Command;
import org.openfoodfacts.brigade.contracts.commands.DestroyClones;
import org.openfoodfacts.brigade.contracts.commands.DestroyDataset;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots;
import org.openfoodfacts.brigade.contracts.commands.FetchRelease;
import org.openfoodfacts.brigade.contracts.commands.InspectCheckout;
import org.openfoodfacts.brigade.contracts.commands.InstallPsk;
import org.openfoodfacts.brigade.contracts.commands.IssuePsk;
import org.openfoodfacts.brigade.contracts.commands.MeasureSnapshots;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets;
import org.openfoodfacts.brigade.contracts.commands.RenameDataset;
import org.openfoodfacts.brigade.contracts.commands.RollBackDataset;
import org.openfoodfacts.brigade.contracts.commands.RunBuild;
import org.openfoodfacts.brigade.contracts.commands.StartUnits;
import org.openfoodfacts.brigade.contracts.commands.StopUnits;
import org.openfoodfacts.brigade.contracts.commands.SwapClones;
import org.openfoodfacts.brigade.contracts.commands.TakeSnapshot;
import org.openfoodfacts.brigade.contracts.commands.VerifyRelease;

/**
 * Who may run beside whom: commands on one thing run one after the other in the order they came, and only so many run at all. Pulls take
 * hours and have as many places again, so that they keep nobody else waiting.
 */
final class Lanes {
    private static final String PULL = "pull:";
    private static final String MEASURE = "measure:";
    private static final String PSK = "psk:";

    private final Semaphore permits;
    private final Semaphore pulls;
    private final Map<String, CompletableFuture<Void>> tails = new HashMap<>();

    Lanes(int parallel) {
        this.permits = new Semaphore(parallel, true);
        this.pulls = new Semaphore(parallel, true);
    }

    /** The things a command works on: a checkout, the pool of a dataset (a recursive snapshot reaches below it), a secrets file, the copies of a pull. */
    static List<String> lanesOf(Command command) {
        return switch (command) {
            case PullDatasets pull ->
                pull.pulls().stream().map(one -> PULL + one.target()).distinct().toList();
            case RollBackDataset back -> List.of(PULL + back.dataset(), pool(back.dataset()));
            case TakeSnapshot take -> List.of(pool(take.dataset()));
            case DestroySnapshots destroy -> List.of(pool(destroy.dataset()));
            case MeasureSnapshots measure -> List.of(MEASURE + measure.dataset());
            case RenameDataset rename -> List.of(pool(rename.dataset()));
            case DestroyDataset destroy -> List.of(pool(destroy.dataset()));
            case CloneSnapshots clones -> pool(clones.clones(), CloneSnapshots.Clone::dataset);
            case SwapClones swap -> pool(swap.swaps(), SwapClones.Swap::dataset);
            case DestroyClones destroy -> pool(destroy.clones(), DestroyClones.Doomed::dataset);
            case StopUnits _, StartUnits _ -> List.of("units");
            case InspectCheckout inspect -> checkout(inspect.checkout());
            case FetchRelease fetch -> checkout(fetch.checkout());
            case CheckOutRelease checkOut -> checkout(checkOut.checkout());
            case RunBuild run -> checkout(run.checkout());
            case VerifyRelease verify -> checkout(verify.checkout());
            case IssuePsk issue -> List.of(PSK + issue.file().path());
            case InstallPsk install -> List.of(PSK + install.file().path());
            case CancelCommand cancel -> List.of("cancel:" + cancel.commandId());
        };
    }

    /** True when what runs there may need file systems that a command has moved which was cut short: units and checkouts, too, lie on them. */
    static boolean needFileSystems(List<String> entered) {
        return entered.stream().anyMatch(lane -> !lane.startsWith(PSK) && !lane.startsWith(MEASURE));
    }

    private static List<String> checkout(CheckoutRef checkout) {
        return List.of("checkout:" + checkout.path());
    }

    /** That of the first: those of one command are in one pool, or the command is refused. */
    private static <T> List<String> pool(List<T> clones, Function<T, String> dataset) {
        return clones.stream().limit(1).map(dataset).map(Lanes::pool).toList();
    }

    private static String pool(String dataset) {
        int slash = dataset.indexOf('/');
        return "pool:" + (slash < 0 ? dataset : dataset.substring(0, slash));
    }

    /**
     * Takes a place in all the lanes now; the work runs when it is its turn in each. What works on a copy and on more than that waits for the pull, which may
     * take hours, before it takes its other places: so nobody waits behind it meanwhile.
     */
    Runnable enter(List<String> entered, Runnable work) {
        Map<Boolean, List<String>> lanes =
                entered.stream().collect(Collectors.partitioningBy(lane -> lane.startsWith(PULL)));
        List<String> copies = lanes.get(true);
        List<String> others = lanes.get(false);
        return copies.isEmpty() || others.isEmpty()
                ? enterAtOnce(entered, copies.isEmpty() ? permits : pulls, work)
                : enterAtOnce(
                        copies, null, () -> enterAtOnce(others, permits, work).run());
    }

    /** @param places of which the work needs one; null for none */
    private Runnable enterAtOnce(List<String> entered, Semaphore places, Runnable work) {
        CompletableFuture<Void> mine = new CompletableFuture<>();
        CompletableFuture<Void> before = follow(entered, mine);
        return () -> {
            before.join();
            try {
                run(places, work);
            } finally {
                leave(entered, mine);
            }
        };
    }

    private static void run(Semaphore places, Runnable work) {
        if (places == null) {
            work.run();
            return;
        }
        places.acquireUninterruptibly();
        try {
            work.run();
        } finally {
            places.release();
        }
    }

    /** All at once: of two commands with two lanes in common, one is the first in both. */
    private synchronized CompletableFuture<Void> follow(List<String> entered, CompletableFuture<Void> mine) {
        return CompletableFuture.allOf(entered.stream()
                .map(lane -> tails.put(lane, mine))
                .filter(Objects::nonNull)
                .toArray(CompletableFuture[]::new));
    }

    private synchronized void leave(List<String> entered, CompletableFuture<Void> mine) {
        entered.forEach(lane -> tails.remove(lane, mine));
        mine.complete(null);
    }
}
