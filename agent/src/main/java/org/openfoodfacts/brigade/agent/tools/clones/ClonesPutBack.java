package org.openfoodfacts.brigade.agent.tools.clones;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.tools.StateNote;
import org.openfoodfacts.brigade.agent.tools.ToolFailure;
import org.openfoodfacts.brigade.agent.tools.mounts.Exports;
import org.openfoodfacts.brigade.agent.tools.mounts.HostZfs;
import org.openfoodfacts.brigade.agent.tools.mounts.HostZfs.Row;
import org.openfoodfacts.brigade.agent.tools.mounts.HostZfs.Rows;
import org.openfoodfacts.brigade.agent.tools.mounts.HostZfs.Unseen;
import org.openfoodfacts.brigade.contracts.commands.SwapClones.Swap;

/**
 * How clones stood before they were to change places. It stands in a file while they do: whether a step fails or the agent is killed, all of them go back to
 * where they were, by what is there then.
 */
final class ClonesPutBack {
    private final HostZfs zfs;
    private final Exports exports;
    private final StateNote<Stood> note;
    private final List<String> failed = new ArrayList<>();

    ClonesPutBack(Machine machine, UUID command) {
        this.zfs = new HostZfs(machine.exec());
        this.exports = new Exports(machine.exec());
        this.note = StateNote.of(machine, "swapping", command, Stood.class);
    }

    /** {@code old} is null where nothing had the name. A fresh one that had the name already, with nothing before it, stays. */
    private record Place(Swap swap, Old old, boolean stays) {
        static Place of(Swap swap, Rows before) {
            Row named = before.get(swap.dataset());
            Row aside = before.get(swap.aside());
            boolean isFresh = named != null && named.guid().equals(swap.guid());
            if (named != null && !isFresh) {
                return new Place(swap, new Old(named.guid(), named.mounted(), named.canmount()), false);
            }
            // an earlier run was cut
            Old old = aside == null ? null : new Old(aside.guid(), true, "on");
            return new Place(swap, old, isFresh && old == null);
        }

        boolean isFresh(Row row) {
            return row != null && row.guid().equals(swap.guid());
        }

        boolean isOld(Row row) {
            return row != null && old != null && row.guid().equals(old.guid());
        }

        /** It had not been unmounted yet. */
        boolean isOldMounted(Rows rows) {
            Row named = rows.get(swap.dataset());
            return isOld(named) && named.mounted();
        }
    }

    private record Old(String guid, boolean mounted, String canmount) {}

    private record Stood(List<Place> places, boolean exported) {}

    /** Before the first step. */
    void remember(List<Swap> swaps, Rows before, boolean exported) {
        note.write(new Stood(swaps.stream().map(swap -> Place.of(swap, before)).toList(), exported));
    }

    /** All of them, the last first, and the exports. Answers what could not be put back, in words. */
    List<String> all() {
        note.read().ifPresent(stood -> {
            switch (zfs.look(names(stood))) {
                case Rows rows -> putBack(stood.places(), rows);
                case Unseen(ExecResult end) -> add("zfs list", end);
            }
            if (stood.exported()) {
                add("exports", exports.giveAgain());
            }
        });
        note.forget();
        return List.copyOf(failed);
    }

    void forget() {
        note.forget();
    }

    private static List<String> names(Stood stood) {
        return stood.places().stream()
                .map(Place::swap)
                .flatMap(swap -> Stream.of(swap.dataset(), swap.fresh(), swap.aside()))
                .toList();
    }

    private void putBack(List<Place> places, Rows rows) {
        places.reversed().forEach(place -> {
            Row named = rows.get(place.swap().dataset());
            if (place.isFresh(named) && !place.stays()) {
                takeAway(place.swap(), named);
            }
            if (place.isOld(rows.get(place.swap().aside()))) {
                bringBack(place);
            }
        });
        places.stream()
                .filter(place -> place.old() != null && place.old().mounted())
                .filter(place -> !place.isOldMounted(rows))
                .map(place -> place.swap().dataset())
                .forEach(dataset -> zfs.mount(dataset).ifPresent(end -> add("zfs mount " + dataset, end)));
    }

    private void takeAway(Swap swap, Row named) {
        if (named.mounted()) {
            run("unmount", swap.dataset());
        }
        run("set", "canmount=noauto", swap.dataset());
        run("rename", "-u", swap.dataset(), swap.fresh());
    }

    private void bringBack(Place place) {
        run("rename", "-u", place.swap().aside(), place.swap().dataset());
        run("set", "canmount=" + place.old().canmount(), place.swap().dataset());
    }

    private void run(String... words) {
        add("zfs " + String.join(" ", words), zfs.run(words));
    }

    private void add(String what, ExecResult end) {
        if (end.success().isEmpty()) {
            failed.add(what + ": " + ToolFailure.describe(end));
        }
    }
}
