package org.openfoodfacts.brigade.zfssync.domain;

import java.util.Collection;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact.Dataset;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredExport;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredMount;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredZfs;
import org.openfoodfacts.brigade.zfssync.domain.Dependent.Kind;
import org.openfoodfacts.brigade.zfssync.domain.Dependent.Place;

/**
 * The guests and NFS clients that see what is changed. A new name moves the mount point unless that is set on the dataset itself, which facts
 * do not tell; so a rename is forbidden where somebody names the path.
 */
final class UseDependents {
    private final StructureChange change;
    private final DatasetPaths paths;

    UseDependents(StructureChange change, Collection<Dataset> datasets) {
        this.change = change;
        this.paths = new DatasetPaths(datasets);
    }

    Stream<Dependent> of(DeclaredZfs uses) {
        return Stream.concat(
                uses.mounts().stream()
                        .flatMap(mount -> paths.behind(mount).stream()
                                .filter(change::touches)
                                .map(dataset -> mount(mount, dataset))),
                uses.exports().stream()
                        .flatMap(export -> paths.holding(export.path()).stream()
                                .filter(change::touches)
                                .map(dataset -> export(export, dataset))));
    }

    private Dependent mount(DeclaredMount mount, String dataset) {
        String name = mount.guest() + " " + mount.key() + (mount.path() == null ? "" : " at " + mount.path());
        Place place = Place.declared(change.node(), mount.file(), mount.line());
        boolean isBound = mount.path() != null && mount.volume().startsWith("/");
        return new Dependent(Kind.MOUNT, dataset, name, place, isBound ? seen(mount) : disk(mount), true);
    }

    private String seen(DeclaredMount mount) {
        return change.isRename()
                ? mount.volume() + " is no longer there, so " + mount.guest() + " does not find it when it starts again"
                : mount.guest() + " loses " + mount.path() + " and does not start again without " + mount.volume();
    }

    private String disk(DeclaredMount mount) {
        return change.isRename()
                ? "Proxmox looks for " + mount.volume() + " by the old name and does not start " + mount.guest()
                : mount.guest() + " loses this disk";
    }

    private Dependent export(DeclaredExport export, String dataset) {
        String clients = export.clients().isEmpty() ? "everybody" : String.join(" ", export.clients());
        String breaks = change.isRename()
                ? export.path() + " is no longer there, and what the clients have mounted of it hangs"
                : "what the clients have mounted of " + export.path() + " hangs or fails";
        Place place = Place.declared(change.node(), export.file(), export.line());
        return new Dependent(Kind.EXPORT, dataset, export.path() + " for " + clients, place, breaks, true);
    }
}
