package org.openfoodfacts.brigade.zfssync.rest;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.openfoodfacts.brigade.zfssync.domain.Deed;
import org.openfoodfacts.brigade.zfssync.domain.Finding;
import org.openfoodfacts.brigade.zfssync.domain.Repair;
import org.openfoodfacts.brigade.zfssync.domain.RepairPhase.Acting;
import org.openfoodfacts.brigade.zfssync.domain.RepairPhase.Done;
import org.openfoodfacts.brigade.zfssync.domain.RepairPhase.Failed;
import org.openfoodfacts.brigade.zfssync.domain.RepairState;
import org.openfoodfacts.brigade.zfssync.rest.TransferView.TransferEnd;

/** A plan that was approved. {@code lostBytes} is what was lost so far, as the machine found it. */
public record RepairView(
        UUID id,
        TransferEnd copy,
        RepairState state,
        Finding finding,
        List<DeedView> deeds,
        long lostBytes,
        @JsonUnwrapped Approval approval,
        @JsonUnwrapped End end) {
    public RepairView {
        deeds = List.copyOf(deeds);
    }

    /** {@code approvedBy} is null when nothing could be lost and nobody was asked. */
    public record Approval(String plan, String approvedBy, Instant approvedAt) {}

    public record DeedView(String words, boolean done) {}

    /** {@code commandId} is that of the deed under way; {@code reason} and {@code problem} say why it failed. */
    public record End(UUID commandId, String reason, String problem, Instant endedAt) {}

    static RepairView of(Repair repair) {
        return new RepairView(
                repair.id(),
                new TransferEnd(repair.pair().node(), repair.pair().target()),
                RepairState.of(repair.phase()),
                repair.approved().finding(),
                deeds(repair),
                repair.progress().lostBytes(),
                new Approval(
                        repair.approved().plan(),
                        repair.approved().by(),
                        repair.approved().at()),
                switch (repair.phase()) {
                    case Acting acting -> new End(acting.commandId(), null, null, null);
                    case Done done -> new End(null, null, null, done.at());
                    case Failed failed -> new End(null, failed.reason(), failed.detail(), failed.at());
                });
    }

    private static List<DeedView> deeds(Repair repair) {
        List<DeedView> views = new ArrayList<>();
        for (Deed deed : repair.deeds()) {
            views.add(
                    new DeedView(deed.words(), views.size() < repair.progress().done()));
        }
        return views;
    }
}
