package org.openfoodfacts.brigade.zfssync.rest;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.UUID;
import org.openfoodfacts.brigade.zfssync.domain.Progress;
import org.openfoodfacts.brigade.zfssync.domain.Transfer;
import org.openfoodfacts.brigade.zfssync.domain.TransferPhase.Cancelled;
import org.openfoodfacts.brigade.zfssync.domain.TransferPhase.Done;
import org.openfoodfacts.brigade.zfssync.domain.TransferPhase.Failed;
import org.openfoodfacts.brigade.zfssync.domain.TransferPhase.Pulling;
import org.openfoodfacts.brigade.zfssync.domain.TransferPhase.Queued;
import org.openfoodfacts.brigade.zfssync.domain.TransferPhase.StepKind;
import org.openfoodfacts.brigade.zfssync.domain.TransferPhase.What;
import org.openfoodfacts.brigade.zfssync.domain.TransferState;

/** {@code askedBy} is null when {@code zfs.pull} of fleet.yaml asks. {@code steps} and {@code bytes} are what it has brought, {@code holdProblem} is what the source said against holding its last snapshot or releasing older ones, null when nothing; {@code current} is the step under way. */
public record TransferView(
        UUID id,
        TransferEnd source,
        TransferEnd target,
        TransferState state,
        @JsonUnwrapped TransferAsked asked,
        @JsonUnwrapped Brought brought,
        TransferStep current,
        @JsonUnwrapped Outcome outcome) {
    public record TransferEnd(String node, String dataset) {}

    public record TransferAsked(String askedBy, Instant askedAt) {}

    public record Brought(int steps, long bytes, String holdProblem) {}

    /** {@code movedBytes} and {@code totalBytes}, as zfs foretold it, are null until the node has told. */
    public record TransferStep(
            UUID commandId, StepKind kind, String from, String to, Long movedBytes, Long totalBytes) {}

    /**
     * {@code problem} is why it failed, or why the last try did; {@code notBefore} when the next step may begin. {@code cancelledBy} is set as soon as
     * somebody asks for the end.
     */
    public record Outcome(
            int failures, Instant notBefore, String reason, String problem, String cancelledBy, Instant endedAt) {}

    /** @param progress the last line that the command under way printed, null when none did */
    static TransferView of(Transfer transfer, String progress) {
        return new TransferView(
                transfer.id(),
                new TransferEnd(transfer.pair().sourceNode(), transfer.pair().source()),
                new TransferEnd(transfer.pair().node(), transfer.pair().target()),
                TransferState.of(transfer.phase()),
                new TransferAsked(transfer.asked().by(), transfer.asked().at()),
                new Brought(
                        transfer.tally().steps(),
                        transfer.tally().bytes(),
                        transfer.tally().holdProblem()),
                transfer.phase() instanceof Pulling pulling ? current(pulling, progress) : null,
                outcome(transfer));
    }

    private static TransferStep current(Pulling pulling, String progress) {
        Progress told = Progress.of(progress);
        What what = pulling.what();
        return new TransferStep(
                pulling.commandId(),
                what.kind(),
                what.from(),
                what.to(),
                told == null ? null : told.movedBytes(),
                told == null ? null : told.totalBytes());
    }

    private static Outcome outcome(Transfer transfer) {
        int failures = transfer.tally().failures();
        return switch (transfer.phase()) {
            case Queued queued -> new Outcome(failures, queued.notBefore(), null, queued.why(), null, null);
            case Pulling pulling -> new Outcome(failures, null, null, null, pulling.cancelledBy(), null);
            case Done done -> new Outcome(failures, null, null, null, null, done.at());
            case Failed failed -> new Outcome(failures, null, failed.reason(), failed.detail(), null, failed.at());
            case Cancelled cancelled -> new Outcome(failures, null, null, null, cancelled.by(), cancelled.at());
        };
    }
}
