package org.openfoodfacts.brigade.contracts.replication;

import java.util.ArrayList;
import java.util.List;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan.Full;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan.Incremental;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan.Resume;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan.Step;

/** Argument lists of {@code zfs send} and {@code zfs receive} for a step. Never {@code -F}: no step rolls a target back. */
public final class TransferArguments {
    private static final String CANMOUNT = "canmount";

    /** What must not travel, should a stream ever have properties: where the copy is mounted, shared, and how much it may take. */
    private static final List<String> STAY_HERE =
            List.of("mountpoint", CANMOUNT, "sharenfs", "sharesmb", "quota", "refquota", "reservation");

    private TransferArguments() {}

    public static List<String> send(String source, Step step, SendFlags flags) {
        return sending(source, step, flags, List.of());
    }

    /** Sends nothing, prints a line for each snapshot and one {@code size<TAB>BYTES}. */
    public static List<String> estimate(String source, Step step, SendFlags flags) {
        return sending(source, step, flags, List.of("-nvP"));
    }

    /**
     * Resumable, never mounted, read-only; prints how much came of each snapshot. It reads no further than its stream's end. A file system that begins is
     * not mounted by the machine's next start either; what somebody sets afterwards stays. A volume has no mount point: it may be told that none
     * travels, and not that it is not to be mounted.
     */
    public static List<String> receive(String target, Step step, boolean isVolume) {
        boolean begins = step instanceof Full && !isVolume;
        List<String> argv = new ArrayList<>(List.of("zfs", "receive", "-s", "-u", "-v", "-o", "readonly=on"));
        if (begins) {
            argv.addAll(List.of("-o", CANMOUNT + "=noauto"));
        }
        STAY_HERE.stream()
                .filter(property -> !(begins && property.equals(CANMOUNT)))
                .forEach(property -> argv.addAll(List.of("-x", property)));
        argv.add(target);
        return argv;
    }

    /** Forgets what came of a cut receive. */
    public static List<String> discard(String target) {
        return List.of("zfs", "receive", "-A", target);
    }

    private static List<String> sending(String source, Step step, SendFlags flags, List<String> more) {
        List<String> argv = new ArrayList<>(List.of("zfs", "send"));
        argv.addAll(more);
        switch (step) {
            case Full full -> {
                argv.addAll(flags.options());
                argv.add(source + "@" + full.to().name());
            }
            case Incremental incremental -> {
                argv.addAll(flags.options());
                argv.add(incremental.intermediates().isEmpty() ? "-i" : "-I");
                argv.add(incremental.from().of(source));
                argv.add(source + "@" + incremental.to().name());
            }
            case Resume resume -> argv.addAll(List.of("-t", resume.token()));
        }
        return argv;
    }
}
