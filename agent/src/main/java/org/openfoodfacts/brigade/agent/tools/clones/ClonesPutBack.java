package org.openfoodfacts.brigade.agent.tools.clones;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.commands.NotYetException;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.tools.StateNote;
import org.openfoodfacts.brigade.agent.tools.ToolFailure;
import org.openfoodfacts.brigade.agent.tools.mounts.Exports;
import org.openfoodfacts.brigade.agent.tools.mounts.HostZfs;
import org.openfoodfacts.brigade.agent.tools.mounts.HostZfs.Row;
import org.openfoodfacts.brigade.agent.tools.mounts.HostZfs.Rows;
import org.openfoodfacts.brigade.agent.tools.mounts.HostZfs.Unseen;
import org.openfoodfacts.brigade.agent.tools.mounts.Unmounting;
import org.openfoodfacts.brigade.contracts.commands.SwapClones.Swap;

/**
 * How clones stood before they were to change places. It stands in a file while they do: whether a step fails or the agent is killed, all of them go back to
 * where they were, by the guids that are found there then.
 */
final class ClonesPutBack {
    private final HostZfs zfs;
    private final Unmounting unmounting;
    private final Exports exports;
    private final StateNote<Stood> note;
    private final List<String> failed = new ArrayList<>();
    private boolean answered = true;

    ClonesPutBack(Machine machine, UUID command) {
        this.zfs = new HostZfs(machine.exec());
        this.exports = new Exports(machine.exec());
        this.note = StateNote.of(machine, "swapping", command, Stood.class);
        this.unmounting = new Unmounting(machine, zfs);
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

        boolean hasArrived(Rows rows) {
            Row named = rows.get(swap.dataset());
            return isFresh(named) && named.mounted();
        }
    }

    private record Old(String guid, boolean mounted, String canmount) {}

    private record Stood(List<Place> places, boolean exported) {}

    /** Before the first step. */
    void remember(List<Swap> swaps, Rows before, boolean exported) {
        note.write(new Stood(swaps.stream().map(swap -> Place.of(swap, before)).toList(), exported));
    }

    /** A step failed: all go back, the last first. Answers what could not be put back, in words. */
    List<String> back() {
        putBack(false);
        note.forget();
        return failed;
    }

    /**
     * The agent was killed. When all the fresh ones had come to their places they stay there, for somebody may have begun to work with them; else all go back.
     *
     * @throws NotYetException while zfs does not answer, or the pool is not there; it stays remembered
     */
    List<String> recover() {
        putBack(true);
        if (!answered) {
            throw new NotYetException(failed);
        }
        note.forget();
        return failed;
    }

    void forget() {
        note.forget();
    }

    private void putBack(boolean mayStay) {
        Stood stood = note.read(failed::add).orElse(null);
        Rows rows = stood == null ? null : look(stood.places());
        if (rows == null) {
            return;
        }
        List<Place> places = stood.places();
        boolean stays = mayStay && places.stream().allMatch(place -> place.hasArrived(rows));
        if (!stays) {
            places.reversed().forEach(place -> exchange(place, rows));
        }
        Rows now = stays ? rows : look(places);
        if (now != null) {
            settle(places, stays, now, stood.exported());
        }
    }

    /** Null when zfs does not answer. */
    private Rows look(List<Place> places) {
        List<String> names =
                places.stream().map(Place::swap).flatMap(Swap::names).toList();
        return switch (zfs.lookWithPool(names)) {
            case Rows rows -> rows;
            case Unseen(ExecResult end) -> {
                add("zfs list", end);
                answered = false;
                yield null;
            }
        };
    }

    private void settle(List<Place> places, boolean stays, Rows now, boolean exported) {
        boolean mounted = true;
        for (Place place : places) {
            if (stays) {
                settleFresh(place, now);
            } else {
                mounted &= settleOld(place, now);
            }
        }
        if (exported) {
            exports.giveAgainWhen(mounted).ifPresent(failed::add);
        }
    }

    private void settleFresh(Place place, Rows now) {
        Row aside = now.get(place.swap().aside());
        if (aside != null && !aside.canmount().equals("noauto")) {
            run("set", "canmount=noauto", aside.name());
        }
    }

    /** What cannot be taken away stays where it is, and what was there before it beside it. */
    private void exchange(Place place, Rows rows) {
        Swap swap = place.swap();
        Row named = rows.get(swap.dataset());
        boolean free = named == null || (place.isFresh(named) && !place.stays() && takeAway(swap, named, rows));
        if (free && place.isOld(rows.get(swap.aside()))) {
            run("rename", "-u", swap.aside(), swap.dataset());
        }
    }

    private boolean takeAway(Swap swap, Row named, Rows rows) {
        if (rows.get(swap.fresh()) != null) {
            failed.add(swap.fresh() + " is there already");
            return false;
        }
        if (!unmounted(named)) {
            return false;
        }
        if (run("set", "canmount=noauto", swap.dataset()) && run("rename", "-u", swap.dataset(), swap.fresh())) {
            return true;
        }
        run("set", "canmount=on", swap.dataset());
        zfs.mount(swap.dataset()).ifPresent(end -> add("zfs mount " + swap.dataset(), end));
        return false;
    }

    private boolean unmounted(Row named) {
        if (!named.mounted()) {
            return true;
        }
        Optional<Outcome> inTheWay = unmounting.of(
                named.name(), Stream.ofNullable(named.mountpoint()).toList());
        inTheWay.ifPresent(outcome -> failed.add(outcome instanceof Outcome.Failed why ? why.detail() : "" + outcome));
        return inTheWay.isEmpty();
    }

    /** {@code now}: after the exchange. Another dataset that has the name is none of ours to mount. True when what belongs there is mounted. */
    private boolean settleOld(Place place, Rows now) {
        if (place.old() == null) {
            return true;
        }
        String dataset = place.swap().dataset();
        Row named = now.get(dataset);
        if (!place.isOld(named)) {
            failed.add(named == null ? dataset + " is not there" : dataset + " is not what it was");
            return place.hasArrived(now);
        }
        if (!named.canmount().equals(place.old().canmount())) {
            run("set", "canmount=" + place.old().canmount(), dataset);
        }
        if (!place.old().mounted() || named.mounted()) {
            return true;
        }
        return zfs.mount(dataset).map(end -> add("zfs mount " + dataset, end)).orElse(true);
    }

    private boolean run(String... words) {
        return add("zfs " + String.join(" ", words), zfs.run(words));
    }

    /** True when it succeeded. */
    private boolean add(String what, ExecResult end) {
        answered &= end instanceof ExecResult.Exited;
        if (end.success().isEmpty()) {
            failed.add(what + ": " + ToolFailure.describe(end));
        }
        return end.success().isPresent();
    }
}
