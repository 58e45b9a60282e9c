package org.openfoodfacts.brigade.agent.commands;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.openfoodfacts.brigade.contracts.commands.CancelCommand;
import org.openfoodfacts.brigade.contracts.commands.CheckOutRelease;
import org.openfoodfacts.brigade.contracts.commands.CloneSnapshots;
import org.openfoodfacts.brigade.contracts.commands.Command;
import org.openfoodfacts.brigade.contracts.commands.DestroyClones;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots;
import org.openfoodfacts.brigade.contracts.commands.FetchRelease;
import org.openfoodfacts.brigade.contracts.commands.InspectCheckout;
import org.openfoodfacts.brigade.contracts.commands.InstallPsk;
import org.openfoodfacts.brigade.contracts.commands.IssuePsk;
import org.openfoodfacts.brigade.contracts.commands.PullDataset;
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

    private final Semaphore permits;
    private final Semaphore pulls;
    private final Map<String, CompletableFuture<Void>> tails = new HashMap<>();

    Lanes(int parallel) {
        this.permits = new Semaphore(parallel, true);
        this.pulls = new Semaphore(parallel, true);
    }

    /** The thing a command works on: a checkout, the pool of a dataset (a recursive snapshot reaches below it), a secrets file. */
    static String laneOf(Command command) {
        return switch (command) {
            case TakeSnapshot take -> pool(take.dataset());
            case DestroySnapshots destroy -> pool(destroy.dataset());
            case PullDataset pull -> PULL + pull.target();
            case RollBackDataset back -> PULL + back.dataset();
            case RenameDataset rename -> pool(rename.dataset());
            case CloneSnapshots clones -> clones(clones.clones(), CloneSnapshots.Clone::dataset);
            case SwapClones swap -> clones(swap.swaps(), SwapClones.Swap::dataset);
            case DestroyClones destroy -> clones(destroy.clones(), DestroyClones.Doomed::dataset);
            case StopUnits _, StartUnits _ -> "units";
            case InspectCheckout inspect -> "checkout:" + inspect.checkout().path();
            case FetchRelease fetch -> "checkout:" + fetch.checkout().path();
            case CheckOutRelease checkOut -> "checkout:" + checkOut.checkout().path();
            case RunBuild run -> "checkout:" + run.checkout().path();
            case VerifyRelease verify -> "checkout:" + verify.checkout().path();
            case IssuePsk issue -> "psk:" + issue.file().path();
            case InstallPsk install -> "psk:" + install.file().path();
            case CancelCommand cancel -> "cancel:" + cancel.commandId();
        };
    }

    private static <T> String clones(List<T> clones, Function<T, String> dataset) {
        return clones.isEmpty() ? "clones" : pool(dataset.apply(clones.getFirst()));
    }

    private static String pool(String dataset) {
        int slash = dataset.indexOf('/');
        return "pool:" + (slash < 0 ? dataset : dataset.substring(0, slash));
    }

    /** Takes a place in the lane now; the work runs when it is its turn. */
    Runnable enter(String lane, Runnable work) {
        CompletableFuture<Void> mine = new CompletableFuture<>();
        CompletableFuture<Void> before = follow(lane, mine);
        return () -> {
            before.join();
            Semaphore places = lane.startsWith(PULL) ? pulls : permits;
            places.acquireUninterruptibly();
            try {
                work.run();
            } finally {
                places.release();
                leave(lane, mine);
            }
        };
    }

    private synchronized CompletableFuture<Void> follow(String lane, CompletableFuture<Void> mine) {
        CompletableFuture<Void> before = tails.put(lane, mine);
        return before == null ? CompletableFuture.completedFuture(null) : before;
    }

    private synchronized void leave(String lane, CompletableFuture<Void> mine) {
        tails.remove(lane, mine);
        mine.complete(null);
    }
}
