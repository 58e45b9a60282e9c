package org.openfoodfacts.brigade.suite.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredApplication;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredNode;
import org.openfoodfacts.brigade.suite.simulation.Description;
import org.openfoodfacts.brigade.suite.simulation.Description.SimulatedCheckout;
import org.openfoodfacts.brigade.suite.simulation.Description.SimulatedPool;

/** What each simulated machine has, derived from what the fleet declares of it: a storage host has pools, a flavor's node its checkout. */
final class SimulatedFleet {
    private static final long TEBIBYTE = 1L << 40;
    private final FleetDeclared fleet;

    SimulatedFleet(FleetDeclared fleet) {
        this.fleet = fleet;
    }

    List<Description> descriptions() {
        return fleet.nodes().stream().map(this::describe).toList();
    }

    private Description describe(DeclaredNode node) {
        List<String> roles = new ArrayList<>(node.roles());
        if (roles.contains("reverse-proxy")) {
            roles.add("proxy");
        }
        return new Description(
                node.name(),
                node.kind(),
                roles,
                node.addresses(),
                pools(node),
                checkouts(node.name()).toList(),
                node.watch().units());
    }

    private List<SimulatedPool> pools(DeclaredNode node) {
        if (!node.roles().contains("storage")) {
            return List.of();
        }
        List<String> datasets = new ArrayList<>();
        fleet.nodes().stream()
                .filter(guest -> node.name().equals(guest.host()) && guest.vmid() != null)
                .forEach(guest -> datasets.add("zfs-hdd/subvol-" + guest.vmid() + "-disk-0"));
        fleet.applications().stream()
                .flatMap(application -> application.flavors().stream())
                .filter(flavor -> runsOn(flavor.node(), node.name()))
                .forEach(flavor ->
                        datasets.addAll(List.of("zfs-hdd/" + flavor.name(), "zfs-hdd/" + flavor.name() + "/images")));
        datasets.addAll(parentsOfCopies(node.name()));
        datasets.addAll(parentsOfClones(node.name()));
        return List.of(
                new SimulatedPool("rpool", TEBIBYTE / 2, List.of("rpool/ROOT/pve-1", "rpool/data")),
                new SimulatedPool("zfs-hdd", 16 * TEBIBYTE, datasets));
    }

    /** What an administrator makes by hand before the first copy can come. */
    private List<String> parentsOfCopies(String node) {
        return fleet.zfs().stream()
                .filter(zfs -> zfs.node().equals(node))
                .flatMap(zfs -> zfs.pulled().stream())
                .filter(copy -> copy.startsWith("zfs-hdd/"))
                .map(copy -> copy.substring(0, copy.lastIndexOf('/')))
                .distinct()
                .toList();
    }

    private List<String> parentsOfClones(String node) {
        return fleet.stagingClones().stream()
                .filter(set -> set.node().equals(node))
                .flatMap(set -> set.clones().stream())
                .map(FleetDeclared.DeclaredClone::target)
                .filter(target -> target.startsWith("zfs-hdd/"))
                .map(target -> target.substring(0, target.lastIndexOf('/')))
                .distinct()
                .toList();
    }

    private boolean runsOn(String guest, String host) {
        return fleet.nodes().stream().anyMatch(node -> node.name().equals(guest) && host.equals(node.host()));
    }

    private Stream<SimulatedCheckout> checkouts(String node) {
        return fleet.applications().stream()
                .flatMap(application -> application.flavors().stream()
                        .filter(flavor -> flavor.node().equals(node))
                        .map(flavor -> checkout(application, flavor.path())));
    }

    private static SimulatedCheckout checkout(DeclaredApplication application, String path) {
        return new SimulatedCheckout(
                path,
                application.repository(),
                application.user(),
                application.build().script(),
                ExampleApplication.RELEASES);
    }
}
