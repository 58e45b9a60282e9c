package org.openfoodfacts.brigade.zfssync.domain;

import java.util.Collection;
import java.util.function.Predicate;
import java.util.regex.Pattern;
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
    private static final Predicate<String> CROSSES =
            Pattern.compile("[(,]\\s*crossmnt\\s*[,)]").asPredicate();

    private static final String LXC_ENTRY = "lxc.mount.entry";

    private final StructureChange change;
    private final DatasetPaths paths;

    UseDependents(StructureChange change, Collection<Dataset> datasets) {
        this.change = change;
        this.paths = new DatasetPaths(datasets);
    }

    Stream<Dependent> of(DeclaredZfs uses) {
        return Stream.concat(
                uses.mounts().stream()
                        .flatMap(mount -> Stream.concat(paths.behind(mount).stream(), boundBelow(mount))
                                .filter(change::touches)
                                .map(dataset -> mount(mount, dataset))),
                uses.exports().stream().flatMap(export -> Stream.concat(exported(export), crossed(export))));
    }

    /** The declaration does not say whether such an entry is {@code rbind} or {@code bind}, so each counts as {@code rbind}. */
    private Stream<String> boundBelow(DeclaredMount mount) {
        return mount.key().equals(LXC_ENTRY) ? paths.below(mount.volume()).stream() : Stream.empty();
    }

    private Stream<Dependent> exported(DeclaredExport export) {
        String breaks = change.isRename()
                ? export.path() + " is no longer there, and what the clients have mounted of it hangs"
                : "what the clients have mounted of " + export.path() + " hangs or fails";
        return paths.holding(export.path()).stream()
                .filter(change::touches)
                .map(dataset -> export(export, dataset, breaks));
    }

    /** With {@code crossmnt} whatever is mounted below is exported with it; {@code nohide} stands in a line of what is mounted there. */
    private Stream<Dependent> crossed(DeclaredExport export) {
        if (export.clients().stream().noneMatch(CROSSES)) {
            return Stream.empty();
        }
        String breaks = "what the clients see of it below " + export.path() + " (crossmnt) "
                + (change.isRename() ? "hangs, for it is mounted elsewhere" : "hangs or fails");
        return paths.below(export.path()).stream()
                .filter(change::touches)
                .map(dataset -> export(export, dataset, breaks));
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

    private Dependent export(DeclaredExport export, String dataset, String breaks) {
        String clients = export.clients().isEmpty() ? "everybody" : String.join(" ", export.clients());
        Place place = Place.declared(change.node(), export.file(), export.line());
        return new Dependent(Kind.EXPORT, dataset, export.path() + " for " + clients, place, breaks, true);
    }
}
