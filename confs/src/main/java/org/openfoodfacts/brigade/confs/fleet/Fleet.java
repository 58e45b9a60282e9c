package org.openfoodfacts.brigade.confs.fleet;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What {@code fleet.yaml} declares. A value that was missing or wrong is null, and then a problem says so. */
public record Fleet(
        String name,
        List<Site> sites,
        List<FleetNode> nodes,
        List<Application> applications,
        List<Tunnel> tunnels,
        List<ProtectedNetwork> neverBan,
        List<StagingClones> stagingClones) {
    public Fleet {
        sites = List.copyOf(sites);
        nodes = List.copyOf(nodes);
        applications = List.copyOf(applications);
        tunnels = List.copyOf(tunnels);
        neverBan = List.copyOf(neverBan);
        stagingClones = List.copyOf(stagingClones);
    }

    public Stream<FleetNode> guests() {
        return nodes.stream().filter(node -> node.kind() == FleetNode.Kind.GUEST);
    }

    /** A place with a network of its own: a private address means something only together with its site. */
    public record Site(String name, String description) {}

    public record Application(String name, String repository, String user, Build build, List<Flavor> flavors) {
        public Application {
            flavors = List.copyOf(flavors);
        }
    }

    /** {@code script} is relative to the checkout. */
    public record Build(String script, List<String> arguments, Duration timeout) {
        public Build {
            arguments = List.copyOf(arguments);
        }
    }

    public record Flavor(String name, String node, String path, Map<String, String> environment) {
        public Flavor {
            environment = Map.copyOf(environment);
        }
    }

    public record Tunnel(String name, TunnelEnd server, TunnelEnd client) {}

    /** {@code service} is the stunnel section, {@code secretsFile} its PSK file. */
    public record TunnelEnd(String node, String service, String secretsFile) {}

    /** {@code network} in CIDR form. */
    public record ProtectedNetwork(String network, String reason) {}

    /**
     * Clones on a node that others work with, all of one moment, and replaced together. {@code snapshots} is the kind they are made from, null
     * for any; {@code schedule} is {@code HH:MM}, null for by call only; consumers are stopped meanwhile, the first first.
     */
    public record StagingClones(
            String name, String node, String snapshots, String schedule, List<Clone> clones, List<Consumer> consumers) {
        public StagingClones {
            clones = List.copyOf(clones);
            consumers = List.copyOf(consumers);
        }
    }

    public record Clone(String source, String target) {}

    public record Consumer(String node, List<String> units) {
        public Consumer {
            units = List.copyOf(units);
        }
    }
}
