package org.openfoodfacts.brigade.zfssync.domain;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.openfoodfacts.brigade.contracts.commands.Command;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent;
import org.openfoodfacts.brigade.zfssync.domain.RepairPhase.Acting;
import org.openfoodfacts.brigade.zfssync.domain.RepairPhase.Done;
import org.openfoodfacts.brigade.zfssync.domain.RepairPhase.Failed;

/**
 * A plan that was approved and is carried out: deed after deed, each by one command whose agent looks again before it acts. What fails ends
 * it; what was done until then stands, and the next plan goes on from there.
 */
public record Repair(
        UUID id, Pair.Key pair, Approved approved, List<Deed> deeds, Progress progress, RepairPhase phase) {
    public Repair {
        deeds = List.copyOf(deeds);
    }

    /** {@code by} is null when nothing could be lost and nobody was asked. {@code plan} is the digest of what was approved. */
    public record Approved(String by, Instant at, String correlationId, String plan, Finding finding) {}

    /** {@code done} of the deeds; {@code lostBytes} as the agents found it. */
    public record Progress(int done, long lostBytes) {
        public static final Progress NONE = new Progress(0, 0);
    }

    /** What can happen to it. */
    public sealed interface Input {
        record DeedDone(UUID commandId, long lostBytes) implements Input {}

        /** {@code reason} is that of the report, or what became of the command without one. */
        record DeedFailed(UUID commandId, String reason, String detail) implements Input {}
    }

    /** What follows: the repair's new state, a command for the copy's node or null, and an event or null. */
    public record Step(Repair next, Command command, ZfsEvent event) {}

    public static Step begin(UUID id, RepairPlan plan, Approved approved, Instant now) {
        return new Repair(id, plan.pair(), approved, plan.deeds(), Progress.NONE, new Acting(null)).goOn(now);
    }

    public Step step(Input input, Instant now) {
        return switch (input) {
            case Input.DeedDone done
            when isUnderWay(done.commandId()) ->
                new Repair(
                                id,
                                pair,
                                approved,
                                deeds,
                                new Progress(progress.done() + 1, progress.lostBytes() + done.lostBytes()),
                                phase)
                        .goOn(now);
            case Input.DeedFailed failed
            when isUnderWay(failed.commandId()) ->
                end(
                        new Failed(now, failed.reason(), failed.detail()),
                        new ZfsEvent.CopyRepairFailed(
                                pair.copyPlace(),
                                now,
                                told(),
                                words(),
                                failed.reason(),
                                failed.detail(),
                                approved.by(),
                                id));
            default -> new Step(this, null, null);
        };
    }

    /**
     * Whether it is done and what it was planned from, told last at {@code told} (null for never), is older than that. A clock that has been put back
     * since it ended tells nothing.
     */
    public boolean isDoneUnseen(Instant told, Instant now) {
        return phase instanceof Done done && !done.at().isAfter(now) && (told == null || !told.isAfter(done.at()));
    }

    /** The command of the last step is on its way. */
    public Repair sent(UUID commandId) {
        return in(new Acting(commandId));
    }

    private Step goOn(Instant now) {
        if (progress.done() < deeds.size()) {
            return new Step(in(new Acting(null)), deeds.get(progress.done()).command(), null);
        }
        return end(
                new Done(now),
                new ZfsEvent.CopyRepaired(
                        pair.copyPlace(), now, told(), words(), progress.lostBytes(), approved.by(), id));
    }

    private Step end(RepairPhase end, ZfsEvent event) {
        return new Step(in(end), null, event);
    }

    private boolean isUnderWay(UUID commandId) {
        return phase instanceof Acting acting && commandId.equals(acting.commandId());
    }

    private Repair in(RepairPhase next) {
        return new Repair(id, pair, approved, deeds, progress, next);
    }

    private List<String> words() {
        return deeds.subList(0, progress.done()).stream().map(Deed::words).toList();
    }

    private ZfsEvent.Finding told() {
        return new ZfsEvent.Finding(
                approved.finding().kind().name(), approved.finding().words());
    }
}
