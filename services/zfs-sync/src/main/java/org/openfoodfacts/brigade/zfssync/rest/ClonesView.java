package org.openfoodfacts.brigade.zfssync.rest;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredConsumer;
import org.openfoodfacts.brigade.zfssync.domain.Refresh;
import org.openfoodfacts.brigade.zfssync.domain.StagingClones;
import org.openfoodfacts.brigade.zfssync.persistence.ClonesStore.Place;

/**
 * A declared set of staging clones. {@code moment} and {@code age} are of what all of its clones show, null when they show several moments or the
 * facts do not tell; {@code next} is when its schedule comes next, {@code last} its newest refresh.
 */
public record ClonesView(
        String name,
        String node,
        String snapshots,
        List<CloneView> clones,
        List<DeclaredConsumer> consumers,
        Instant moment,
        Duration age,
        Instant next,
        RefreshView last) {
    public ClonesView {
        clones = List.copyOf(clones);
        consumers = List.copyOf(consumers);
    }

    /** {@code origin} is null where there is no such dataset, or it is no clone. */
    public record CloneView(String source, String target, String origin, Instant moment) {}

    static ClonesView of(StagingClones set, Map<String, Place> places, Refresh last, Instant now, ZoneId zone) {
        List<CloneView> clones = set.clones().stream()
                .map(clone -> {
                    Optional<Place> place = Optional.ofNullable(places.get(clone.target()));
                    return new CloneView(
                            clone.source(),
                            clone.target(),
                            place.map(Place::origin).orElse(null),
                            place.map(Place::at).orElse(null));
                })
                .toList();
        Instant moment = moment(clones);
        return new ClonesView(
                set.name(),
                set.node(),
                set.declared().snapshots(),
                clones,
                set.consumers(),
                moment,
                moment == null ? null : Duration.between(moment, now),
                set.nextTurn(now, zone).orElse(null),
                last == null ? null : RefreshView.of(last));
    }

    /** Of one moment when all are of snapshots with one name. */
    private static Instant moment(List<CloneView> clones) {
        boolean one = clones.stream()
                        .map(clone -> clone.origin() == null || clone.moment() == null
                                ? ""
                                : clone.origin().substring(clone.origin().indexOf('@')))
                        .distinct()
                        .count()
                == 1;
        return one ? clones.getFirst().moment() : null;
    }
}
