package org.openfoodfacts.brigade.zfssync;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.contracts.facts.DisksFact.Disk;
import org.openfoodfacts.brigade.contracts.wire.Trace;
import org.openfoodfacts.brigade.platform.outbox.Outbox;
import org.openfoodfacts.brigade.platform.outbox.Sequence;
import org.openfoodfacts.brigade.zfssync.domain.DiskChanges;
import org.openfoodfacts.brigade.zfssync.persistence.DiskStore;

/** Keeps what the disks of each node say of themselves, and tells when one says another thing. */
@ApplicationScoped
public class DiskService {
    private final Outbox outbox;
    private final DiskStore disks;

    DiskService(Outbox outbox, DiskStore disks) {
        this.outbox = outbox;
        this.disks = disks;
    }

    /** Within the transaction that takes the fact; {@code at} is when the node told it. */
    Uni<Void> take(Session session, String node, List<Disk> told, Instant at) {
        return disks.ofNode(session, node)
                .map(before -> DiskChanges.of(node, before, told, at.truncatedTo(ChronoUnit.MICROS)))
                .chain(changes -> disks.replace(session, node, changes.present())
                        .chain(() -> Sequence.each(
                                changes.events(),
                                event -> outbox.event(session, event, node, Subjects.of(event), Trace.NONE))));
    }
}
