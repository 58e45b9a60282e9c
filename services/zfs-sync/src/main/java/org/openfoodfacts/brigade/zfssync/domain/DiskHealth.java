package org.openfoodfacts.brigade.zfssync.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.contracts.facts.DisksFact.Disk;
import org.openfoodfacts.brigade.contracts.facts.DisksFact.Wear;

/**
 * What is to be thought of a disk by what it says of itself. Signs are kinds, not counts: more sectors of a kind change nothing. The thresholds are
 * those of Backblaze's five attributes, of which any count above zero goes before most failures.
 */
public record DiskHealth(Health health, List<Sign> signs) {
    private static final int WORN_OUT_PERCENT = 90;

    public DiskHealth {
        signs = List.copyOf(signs);
    }

    public enum Health {
        OK,
        /** It has begun to replace itself: have another one ready. */
        WORN,
        /** It loses data now, or says itself that it will: replace it. */
        FAILING,
        /** It tells nothing, as virtual disks do. */
        UNKNOWN
    }

    public enum Sign {
        FAILS_ITS_OWN_CHECK(Health.FAILING),
        PENDING_SECTORS(Health.FAILING),
        UNCORRECTABLE_SECTORS(Health.FAILING),
        REALLOCATED_SECTORS(Health.WORN),
        MEDIA_ERRORS(Health.WORN),
        WORN_OUT(Health.WORN);

        private final Health health;

        Sign(Health health) {
            this.health = health;
        }

        /** For people, with its count. */
        private String words(Wear wear) {
            return switch (this) {
                case FAILS_ITS_OWN_CHECK -> "it says itself that it fails";
                case PENDING_SECTORS -> wear.pending() + " sectors cannot be read";
                case UNCORRECTABLE_SECTORS -> wear.uncorrectable() + " sectors could not be read";
                case REALLOCATED_SECTORS -> wear.reallocated() + " sectors replaced";
                case MEDIA_ERRORS -> wear.mediaErrors() + " media errors";
                case WORN_OUT -> wear.wearPercent() + " % of its life used";
            };
        }
    }

    /** Each sign in words; without any, why nothing is known, if so. */
    public List<String> because(Disk disk) {
        return signs.isEmpty()
                ? Stream.ofNullable(disk.problem()).toList()
                : signs.stream().map(sign -> sign.words(disk.wear())).toList();
    }

    public static DiskHealth of(Disk disk) {
        List<Sign> signs = signs(disk);
        if (signs.isEmpty()) {
            return new DiskHealth(disk.passed() == null ? Health.UNKNOWN : Health.OK, signs);
        }
        boolean fails = signs.stream().anyMatch(sign -> sign.health == Health.FAILING);
        return new DiskHealth(fails ? Health.FAILING : Health.WORN, signs);
    }

    private static List<Sign> signs(Disk disk) {
        List<Sign> signs = new ArrayList<>();
        if (Boolean.FALSE.equals(disk.passed())) {
            signs.add(Sign.FAILS_ITS_OWN_CHECK);
        }
        Wear wear = disk.wear();
        if (wear != null) {
            add(signs, Sign.PENDING_SECTORS, wear.pending());
            add(signs, Sign.UNCORRECTABLE_SECTORS, wear.uncorrectable());
            add(signs, Sign.REALLOCATED_SECTORS, wear.reallocated());
            add(signs, Sign.MEDIA_ERRORS, wear.mediaErrors());
            if (wear.wearPercent() != null && wear.wearPercent() >= WORN_OUT_PERCENT) {
                signs.add(Sign.WORN_OUT);
            }
        }
        return signs;
    }

    private static void add(List<Sign> signs, Sign sign, Long count) {
        if (count != null && count > 0) {
            signs.add(sign);
        }
    }
}
