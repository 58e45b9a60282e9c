package org.openfoodfacts.brigade.contracts.state;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.openfoodfacts.brigade.contracts.Copies;
import org.openfoodfacts.brigade.contracts.Required;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotKind;

/**
 * The fleet as its configuration repository declares it at one commit: everything other services need of it, in one record, so that no
 * reader ever sees half of a change.
 */
public record FleetDeclared(
        @Required String fleet,
        @Required String repository,
        @Required String commit,
        List<DeclaredNode> nodes,
        List<DeclaredApplication> applications,
        List<DeclaredTunnel> tunnels,
        List<ProtectedNetwork> neverBan,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<DeclaredFile> files,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<DeclaredZfs> zfs,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<DeclaredClones> stagingClones)
        implements State {
    public FleetDeclared {
        stagingClones = Copies.of(stagingClones);
        nodes = Copies.of(nodes);
        applications = Copies.of(applications);
        tunnels = Copies.of(tunnels);
        neverBan = Copies.of(neverBan);
        files = Copies.of(files);
        zfs = Copies.of(zfs);
    }

    public FleetDeclared(
            String fleet,
            String repository,
            String commit,
            List<DeclaredNode> nodes,
            List<DeclaredApplication> applications,
            List<DeclaredTunnel> tunnels,
            List<ProtectedNetwork> neverBan,
            List<DeclaredFile> files,
            List<DeclaredZfs> zfs) {
        this(fleet, repository, commit, nodes, applications, tunnels, neverBan, files, zfs, List.of());
    }

    /** {@code host} and {@code vmid} are set for guests. Addresses without prefix length. */
    public record DeclaredNode(
            @Required String name,
            String kind,
            String site,
            String host,
            Integer vmid,
            List<String> roles,
            List<String> addresses,
            Watch watch) {
        public DeclaredNode {
            roles = Copies.of(roles);
            addresses = Copies.of(addresses);
            watch = watch == null ? new Watch(List.of(), List.of(), List.of()) : watch;
        }
    }

    /** What the node's agent should watch. */
    public record Watch(List<String> checkouts, List<String> units, List<String> certificates) {
        public Watch {
            checkouts = Copies.of(checkouts);
            units = Copies.of(units);
            certificates = Copies.of(certificates);
        }
    }

    public record DeclaredApplication(
            @Required String name,
            @Required String repository,
            String user,
            DeclaredBuild build,
            List<DeclaredFlavor> flavors) {
        public DeclaredApplication {
            flavors = Copies.of(flavors);
        }
    }

    /** {@code script} is relative to the checkout. */
    public record DeclaredBuild(@Required String script, List<String> arguments, Duration timeout) {
        public DeclaredBuild {
            arguments = Copies.of(arguments);
        }
    }

    public record DeclaredFlavor(
            @Required String name,
            @Required String node,
            @Required String path,
            Map<String, String> environment) {
        public DeclaredFlavor {
            environment = Copies.of(environment);
        }
    }

    public record DeclaredTunnel(
            @Required String name,
            @Required TunnelEnd server,
            @Required TunnelEnd client) {}

    /** {@code secretsFile} is the PSK file of that end. */
    public record TunnelEnd(
            @Required String node, String service, @Required String secretsFile) {}

    public record ProtectedNetwork(@Required String network, String reason) {}

    /**
     * What the repository says of a node's datasets beside its policies: for those in {@code managed}, and all below, Brigade does what its
     * sanoid.conf says; those in {@code pulled}, and all below, it brings up to date as its syncoid-args.conf says; {@code mounts} and {@code
     * exports} use them; {@code copies} say more of those that are copies, {@code policies} more than sanoid.conf of what is kept.
     */
    public record DeclaredZfs(
            @Required String node,
            List<String> managed,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> pulled,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<DeclaredMount> mounts,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<DeclaredExport> exports,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<DeclaredCopy> copies,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<DeclaredPolicy> policies) {
        public DeclaredZfs(
                String node,
                List<String> managed,
                List<String> pulled,
                List<DeclaredMount> mounts,
                List<DeclaredExport> exports) {
            this(node, managed, pulled, mounts, exports, List.of(), List.of());
        }

        public DeclaredZfs {
            copies = Copies.of(copies);
            policies = Copies.of(policies);
            managed = Copies.of(managed);
            pulled = Copies.of(pulled);
            mounts = Copies.of(mounts);
            exports = Copies.of(exports);
        }
    }

    /**
     * What is expected of a copy, and of all below unless something nearer says otherwise: {@code goal} is how old its newest snapshot may be,
     * {@code bytesPerSecond} how fast it may come, {@code window} ({@code 22:00-06:00}) when it may begin to come by itself, {@code priority} from 1
     * (first) to 9 whose turn it is among several. Each is null where nothing is said.
     */
    public record DeclaredCopy(
            @Required String dataset, Duration goal, Long bytesPerSecond, String window, Integer priority) {}

    /**
     * What is kept of a dataset's snapshots beyond sanoid.conf, and of all below unless {@code children} (null where it says nothing) or something
     * nearer says otherwise. {@code line} is that of fleet.yaml.
     */
    public record DeclaredPolicy(
            @Required String dataset, @Required DeclaredKept kept, DeclaredKept children, int line) {}

    /** How many of each kind; null: as many as sanoid.conf says. Of the kinds in {@code hold} all are held while they are kept. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record DeclaredKept(
            Integer frequently,
            Integer hourly,
            Integer daily,
            Integer weekly,
            Integer monthly,
            Integer yearly,
            List<SnapshotKind> hold) {
        public DeclaredKept {
            hold = Copies.of(hold);
        }
    }

    /**
     * Clones on a node that others work with, all of one moment, and replaced together. {@code snapshots} is the kind they are made from
     * ({@code daily}), null for any; {@code consumers} are stopped meanwhile, the first first, and started again, the last first;
     * {@code schedule} ({@code 04:30}) is when that is done each day by itself, null for never.
     */
    public record DeclaredClones(
            @Required String name,
            @Required String node,
            String snapshots,
            String schedule,
            List<DeclaredClone> clones,
            List<DeclaredConsumer> consumers) {
        public DeclaredClones {
            clones = Copies.of(clones);
            consumers = Copies.of(consumers);
        }
    }

    public record DeclaredClone(
            @Required String source, @Required String target) {}

    /** Units of a node, stopped in this order and started in the other. */
    public record DeclaredConsumer(@Required String node, List<String> units) {
        public DeclaredConsumer {
            units = Copies.of(units);
        }
    }

    /**
     * What a guest has of its host: {@code volume} is a path of the host (also for a volume of a {@code dir} storage), or a volume ({@code
     * storage:name}) as Proxmox writes it; {@code dataset} where that volume lies, null when it is a path or the host's storage.cfg does not
     * tell. {@code key} is the guest's {@code mp0}, {@code scsi0} or {@code lxc.mount.entry}, {@code path} where a container sees it.
     */
    public record DeclaredMount(
            @Required String guest,
            @Required String key,
            @Required String volume,
            String dataset,
            String path,
            @Required String file,
            int line) {}

    /** A path that the node gives to others by NFS; {@code clients} with their options, as written. */
    public record DeclaredExport(
            @Required String path,
            List<String> clients,
            @Required String file,
            int line) {
        public DeclaredExport {
            clients = Copies.of(clients);
        }
    }

    /**
     * A file of the repository that another service decides by, as it is written: {@code sanoid.conf} and {@code syncoid-args.conf}.
     * {@code file} is its name in the repository, so that what is wrong in it can be told with its place.
     */
    public record DeclaredFile(
            @Required String node,
            @Required String file,
            @Required String text) {}
}
