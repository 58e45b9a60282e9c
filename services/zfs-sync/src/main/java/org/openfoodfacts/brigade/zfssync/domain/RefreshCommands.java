package org.openfoodfacts.brigade.zfssync.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.openfoodfacts.brigade.contracts.EventType;
import org.openfoodfacts.brigade.contracts.commands.CloneSnapshots;
import org.openfoodfacts.brigade.contracts.commands.DestroyClones.Doomed;
import org.openfoodfacts.brigade.contracts.commands.StartUnits;
import org.openfoodfacts.brigade.contracts.commands.SwapClones;
import org.openfoodfacts.brigade.contracts.commands.SwapClones.Swap;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredConsumer;

/** The commands of a refresh; sources, clones and fresh ones are in one order everywhere. */
public final class RefreshCommands {
    /** Of all that a refresh sends. */
    public static final Set<EventType> KINDS = Set.of(
            EventType.CLONE_SNAPSHOTS,
            EventType.SWAP_CLONES,
            EventType.DESTROY_CLONES,
            EventType.STOP_UNITS,
            EventType.START_UNITS);

    private RefreshCommands() {}

    static CloneSnapshots clones(StagingClones set, Moment moment) {
        List<CloneSnapshots.Clone> clones = new ArrayList<>();
        for (Moment.Source source : moment.sources()) {
            String target = set.clones().get(clones.size()).target();
            clones.add(new CloneSnapshots.Clone(
                    source.dataset(), moment.snapshot(), source.guid(), StagingClones.next(target), target));
        }
        return new CloneSnapshots(clones);
    }

    static SwapClones swap(StagingClones set, List<Doomed> fresh) {
        List<Swap> swaps = new ArrayList<>();
        for (Doomed clone : fresh) {
            String target = set.clones().get(swaps.size()).target();
            swaps.add(new Swap(target, clone.dataset(), clone.guid(), StagingClones.before(target)));
        }
        return new SwapClones(swaps);
    }

    /** The last that was stopped is started first. */
    static StartUnits start(DeclaredConsumer stopped) {
        return new StartUnits(stopped.units().reversed());
    }
}
