package org.openfoodfacts.brigade.zfssync.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.contracts.Copies;
import org.openfoodfacts.brigade.contracts.commands.DestroyDataset.Below;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots.SnapshotRef;
import org.openfoodfacts.brigade.platform.json.JsonText;
import org.openfoodfacts.brigade.zfssync.domain.Deed;
import org.openfoodfacts.brigade.zfssync.domain.Finding;
import org.openfoodfacts.brigade.zfssync.domain.Pair;
import org.openfoodfacts.brigade.zfssync.domain.Repair;
import org.openfoodfacts.brigade.zfssync.domain.RepairPhase;
import org.openfoodfacts.brigade.zfssync.domain.RepairPhase.Acting;
import org.openfoodfacts.brigade.zfssync.domain.RepairPhase.Done;
import org.openfoodfacts.brigade.zfssync.domain.RepairPhase.Failed;
import org.openfoodfacts.brigade.zfssync.domain.RepairState;

/** A repair, its phase spread over columns. */
@Entity
@Table(name = "repair")
public class RepairEntity {
    @Id
    private UUID id;

    @Column(name = "source_node")
    private String sourceNode;

    private String source;
    private String node;
    private String target;

    @Column(name = "approved_by")
    private String approvedBy;

    @Column(name = "approved_at")
    private Instant approvedAt;

    @Column(name = "correlation_id")
    private String correlationId;

    private String plan;

    @Enumerated(EnumType.STRING)
    @Column(name = "finding_kind")
    private Finding.Kind findingKind;

    @Column(name = "finding_words")
    private String findingWords;

    private String deeds;
    private int done;

    @Column(name = "lost_bytes")
    private long lostBytes;

    @Enumerated(EnumType.STRING)
    private RepairState state;

    @Column(name = "command_id")
    private UUID commandId;

    private String reason;
    private String detail;

    @Column(name = "ended_at")
    private Instant endedAt;

    /** The database counts them. */
    @Column(insertable = false, updatable = false)
    private long made;

    protected RepairEntity() {}

    RepairEntity(Repair repair) {
        this.id = repair.id();
        this.sourceNode = repair.pair().sourceNode();
        this.source = repair.pair().source();
        this.node = repair.pair().node();
        this.target = repair.pair().target();
        this.approvedBy = repair.approved().by();
        this.approvedAt = repair.approved().at();
        this.correlationId = repair.approved().correlationId();
        this.plan = repair.approved().plan();
        this.findingKind = repair.approved().finding().kind();
        this.findingWords = repair.approved().finding().words();
        this.deeds = JsonText.write(repair.deeds().stream().map(StoredDeed::of).toList());
        advance(repair);
    }

    final void advance(Repair repair) {
        done = repair.progress().done();
        lostBytes = repair.progress().lostBytes();
        state = RepairState.of(repair.phase());
        switch (repair.phase()) {
            case Acting acting -> commandId = acting.commandId();
            case Done end -> endedAt = end.at();
            case Failed failed -> {
                endedAt = failed.at();
                reason = failed.reason();
                detail = failed.detail();
            }
        }
    }

    Repair toRepair() {
        return new Repair(
                id,
                new Pair.Key(sourceNode, source, node, target),
                new Repair.Approved(
                        approvedBy, approvedAt, correlationId, plan, new Finding(findingKind, findingWords)),
                Stream.of(JsonText.read(deeds, StoredDeed[].class))
                        .map(StoredDeed::deed)
                        .toList(),
                new Repair.Progress(done, lostBytes),
                phase());
    }

    private RepairPhase phase() {
        return switch (state) {
            case ACTING -> new Acting(commandId);
            case DONE -> new Done(endedAt);
            case FAILED -> new Failed(endedAt, reason, detail);
        };
    }

    /** A deed as JSON. {@code to} is the snapshot that is rolled back to; {@code guid}, {@code name} and {@code below} are a rename's. */
    private record StoredDeed(
            Kind kind,
            String dataset,
            SnapshotRef to,
            List<SnapshotRef> snapshots,
            long lostBytes,
            String guid,
            String name,
            List<Below> below) {
        StoredDeed {
            snapshots = Copies.of(snapshots);
            below = Copies.of(below);
        }

        enum Kind {
            ROLL_BACK,
            DESTROY,
            RENAME
        }

        static StoredDeed of(Deed deed) {
            return switch (deed) {
                case Deed.RollBack back ->
                    new StoredDeed(
                            Kind.ROLL_BACK,
                            back.dataset(),
                            back.to(),
                            back.beyond(),
                            back.lostBytes(),
                            null,
                            null,
                            null);
                case Deed.Destroy destroy ->
                    new StoredDeed(Kind.DESTROY, destroy.dataset(), null, destroy.snapshots(), 0, null, null, null);
                case Deed.Rename rename ->
                    new StoredDeed(
                            Kind.RENAME,
                            rename.dataset(),
                            null,
                            List.of(),
                            0,
                            rename.guid(),
                            rename.to(),
                            rename.below());
            };
        }

        Deed deed() {
            return switch (kind) {
                case ROLL_BACK -> new Deed.RollBack(dataset, to, snapshots, lostBytes);
                case DESTROY -> new Deed.Destroy(dataset, snapshots);
                case RENAME -> new Deed.Rename(dataset, guid, name, below);
            };
        }
    }
}
