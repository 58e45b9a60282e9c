package org.openfoodfacts.brigade.confs.fleet;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A machine of the fleet. {@code folders} are its folders below {@code confs/}; addresses are without prefix length. */
public record FleetNode(
        String name,
        Kind kind,
        Placement placement,
        List<String> roles,
        List<String> addresses,
        List<String> folders,
        Watch watch,
        Zfs zfs) {
    public FleetNode {
        roles = List.copyOf(roles);
        addresses = List.copyOf(addresses);
        folders = List.copyOf(folders);
    }

    public enum Kind {
        HOST,
        GUEST
    }

    /** {@code host} (a node's name) and {@code vmid} are set for guests. */
    public record Placement(String site, String host, Integer vmid) {}

    /**
     * For the datasets in {@code manage}, and all below, Brigade does what sanoid.conf says, and {@code policies} beyond that; those in {@code
     * pull}, and all below, it brings up to date as syncoid-args.conf says. The others it only watches. {@code copies} say what is expected of some.
     */
    public record Zfs(List<String> manage, List<Policy> policies, List<String> pull, List<Copy> copies) {
        public static final Zfs NOTHING = new Zfs(List.of(), List.of(), List.of(), List.of());

        public Zfs {
            manage = List.copyOf(manage);
            policies = List.copyOf(policies);
            pull = List.copyOf(pull);
            copies = List.copyOf(copies);
        }
    }

    /**
     * What is kept of a dataset's snapshots, and of all below unless {@code children} (null where it says nothing) or something nearer says
     * otherwise. {@code line} is where it stands.
     */
    public record Policy(String dataset, Kept kept, Kept children, int line) {}

    /** How many of each kind ({@code daily}) that is named, and the kinds that are held as long as they are kept. */
    public record Kept(Map<String, Integer> counts, List<String> hold) {
        public Kept {
            counts = Map.copyOf(counts);
            hold = List.copyOf(hold);
        }

        boolean isNothing() {
            return counts.isEmpty() && hold.isEmpty();
        }
    }

    /**
     * What is expected of a copy, and of all below unless something nearer says otherwise; each is null where nothing is said. {@code window} is
     * {@code HH:MM-HH:MM}, {@code priority} from 1 (first) to 9.
     */
    public record Copy(String dataset, Duration goal, Long bytesPerSecond, String window, Integer priority) {}

    /** What its agent watches: checkouts, units that must be active, certificate files or folders. */
    public record Watch(List<String> checkouts, List<String> units, List<String> certificates) {
        public static final Watch NOTHING = new Watch(List.of(), List.of(), List.of());

        public Watch {
            checkouts = List.copyOf(checkouts);
            units = List.copyOf(units);
            certificates = List.copyOf(certificates);
        }
    }
}
