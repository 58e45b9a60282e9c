package org.openfoodfacts.brigade.inventory.domain;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.confs.fleet.Fleet;
import org.openfoodfacts.brigade.confs.fleet.FleetNode;
import org.openfoodfacts.brigade.confs.tree.ConfigurationTree;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredApplication;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredBuild;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredClone;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredClones;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredConsumer;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredFlavor;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredNode;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredTunnel;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.ProtectedNetwork;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.TunnelEnd;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.Watch;

/** The fleet of a configuration repository without errors, as the other services read it. */
final class FleetMapping {
    private FleetMapping() {}

    static FleetDeclared declared(ConfigurationTree tree, RepositoryAddress repository, String commit) {
        Fleet fleet = tree.fleet();
        return new FleetDeclared(
                fleet.name(),
                repository.shown(),
                commit,
                fleet.nodes().stream().map(FleetMapping::node).toList(),
                fleet.applications().stream()
                        .map(a -> application(a, repository))
                        .toList(),
                fleet.tunnels().stream()
                        .map(t -> new DeclaredTunnel(t.name(), end(t.server()), end(t.client())))
                        .toList(),
                Stream.concat(
                                fleet.neverBan().stream().map(n -> new ProtectedNetwork(n.network(), n.reason())),
                                GuestAddresses.beyondNodes(tree))
                        .toList(),
                PolicyFiles.of(tree),
                DatasetUses.of(tree),
                fleet.stagingClones().stream().map(FleetMapping::clones).toList());
    }

    private static DeclaredClones clones(Fleet.StagingClones set) {
        return new DeclaredClones(
                set.name(),
                set.node(),
                set.snapshots(),
                set.schedule(),
                set.clones().stream()
                        .map(clone -> new DeclaredClone(clone.source(), clone.target()))
                        .toList(),
                set.consumers().stream()
                        .map(consumer -> new DeclaredConsumer(consumer.node(), consumer.units()))
                        .toList());
    }

    private static DeclaredNode node(FleetNode node) {
        FleetNode.Watch watch = node.watch();
        return new DeclaredNode(
                node.name(),
                node.kind().name().toLowerCase(Locale.ROOT),
                node.placement().site(),
                node.placement().host(),
                node.placement().vmid(),
                node.roles(),
                node.addresses(),
                new Watch(watch.checkouts(), watch.units(), watch.certificates()));
    }

    private static DeclaredApplication application(Fleet.Application application, RepositoryAddress repository) {
        Fleet.Build build = application.build();
        List<DeclaredFlavor> flavors = application.flavors().stream()
                .map(f -> new DeclaredFlavor(f.name(), f.node(), f.path(), f.environment()))
                .toList();
        return new DeclaredApplication(
                application.name(),
                repository.resolve(application.repository()),
                application.user(),
                build == null ? null : new DeclaredBuild(build.script(), build.arguments(), build.timeout()),
                flavors);
    }

    private static TunnelEnd end(Fleet.TunnelEnd end) {
        return new TunnelEnd(end.node(), end.service(), end.secretsFile());
    }
}
