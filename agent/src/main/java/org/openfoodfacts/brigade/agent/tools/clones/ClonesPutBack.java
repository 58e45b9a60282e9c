package org.openfoodfacts.brigade.agent.tools.clones;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.agent.Machine;
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
    private static final String KIND = "swapping";

    private final HostZfs zfs;
    private final Unmounting unmounting;
    private final Exports exports;
    private final StateNote<Stood> note;
    private final List<String> failed = new ArrayList<>();

    ClonesPutBack(Machine machine, UUID command) {
        this.zfs = new HostZfs(machine.exec());
        this.exports = new Exports(machine.exec());
        this.note = StateNote.of(machine, KIND, command, Stood.class);
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

    /** The commands that may have left clones in each other's places. */
    static List<UUID> left(Machine machine) {
        return StateNote.commands(machine, KIND);
    }

    /** A step failed: all go back, the last first. Answers what could not be put back, in words. */
    List<String> back() {
        return putBack(false);
    }

    /** The agent was killed. When all the fresh ones had come to their places they stay there, for somebody may have begun to work with them; else all go back. */
    List<String> recover() {
        return putBack(true);
    }

    void forget() {
        note.forget();
    }

    /** Where zfs does not answer it stays remembered, for the agent's next start. */
    private List<String> putBack(boolean mayStay) {
        Optional<Stood> stood = note.read(failed::add);
        if (stood.isEmpty()) {
            note.forget();
            return failed;
        }
        List<Place> places = stood.get().places();
        Rows rows = look(places);
        if (rows == null) {
            return failed;
        }
        boolean stays = mayStay && places.stream().allMatch(place -> place.hasArrived(rows));
        if (!stays) {
            places.reversed().forEach(place -> exchange(place, rows));
        }
        Rows now = stays ? rows : look(places);
        if (now != null) {
            boolean settled = settle(places, stays, now);
            if (settled && stood.get().exported()) {
                add("exports", exports.giveAgain());
            }
            note.forget();
        }
        return failed;
    }

    /** Null when zfs does not answer. */
    private Rows look(List<Place> places) {
        List<String> names = places.stream()
                .map(Place::swap)
                .flatMap(swap -> Stream.of(swap.dataset(), swap.fresh(), swap.aside()))
                .toList();
        return switch (zfs.look(names)) {
            case Rows rows -> rows;
            case Unseen(ExecResult end) -> {
                add("zfs list", end);
                yield null;
            }
        };
    }

    /** True when all that is to be mounted is. */
    private boolean settle(List<Place> places, boolean stays, Rows now) {
        boolean settled = true;
        for (Place place : places) {
            settled &= stays ? settleFresh(place, now) : settleOld(place, now);
        }
        return settled;
    }

    private boolean settleFresh(Place place, Rows now) {
        Row aside = now.get(place.swap().aside());
        return aside == null || aside.canmount().equals("noauto") || run("set", "canmount=noauto", aside.name());
    }

    /** What cannot be taken away stays where it is, and what was there before it beside it. */
    private void exchange(Place place, Rows rows) {
        Swap swap = place.swap();
        Row named = rows.get(swap.dataset());
        boolean free = named == null || (place.isFresh(named) && !place.stays() && takeAway(swap, named));
        if (free && place.isOld(rows.get(swap.aside()))) {
            run("rename", "-u", swap.aside(), swap.dataset());
        }
    }

    private boolean takeAway(Swap swap, Row named) {
        List<String> mountpoints = Stream.ofNullable(named.mountpoint()).toList();
        Optional<Outcome> inTheWay = named.mounted() ? unmounting.of(swap.dataset(), mountpoints) : Optional.empty();
        inTheWay.ifPresent(outcome -> failed.add(outcome instanceof Outcome.Failed why ? why.detail() : "" + outcome));
        return inTheWay.isEmpty()
                && run("set", "canmount=noauto", swap.dataset())
                && run("rename", "-u", swap.dataset(), swap.fresh());
    }

    /** {@code now}: after the exchange. Another dataset that has the name is none of ours to mount. */
    private boolean settleOld(Place place, Rows now) {
        if (place.old() == null) {
            return true;
        }
        String dataset = place.swap().dataset();
        Row named = now.get(dataset);
        if (!place.isOld(named)) {
            failed.add(dataset + " is not what it was");
            return false;
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
        if (end.success().isEmpty()) {
            failed.add(what + ": " + ToolFailure.describe(end));
        }
        return end.success().isPresent();
    }
}
