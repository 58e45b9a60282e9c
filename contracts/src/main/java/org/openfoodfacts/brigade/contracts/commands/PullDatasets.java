package org.openfoodfacts.brigade.contracts.commands;

import java.util.List;
import org.openfoodfacts.brigade.contracts.Copies;
import org.openfoodfacts.brigade.contracts.Required;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan.Full;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan.Incremental;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan.Resume;
import org.openfoodfacts.brigade.contracts.replication.ReplicationPlan.Step;
import org.openfoodfacts.brigade.contracts.replication.SshRoute;

/**
 * One step of the replication of each of some datasets from one machine, carried out by the targets' machine, which looks at all of them at once.
 * {@code route} null: the sources lie on the same machine. What becomes of one does not hinder the others.
 */
public record PullDatasets(SshRoute route, List<Pull> pulls) implements Command {
    public PullDatasets {
        pulls = Copies.of(pulls);
    }

    public static PullDatasets of(SshRoute route, Pull... pulls) {
        return new PullDatasets(route, List.of(pulls));
    }

    /**
     * {@code bytesPerSecond} 0: no limit. {@code holdTag} null: no hold; otherwise the new last common snapshot is held at the source under it, the older
     * one no longer. With {@code discardPartial} what came of a cut receive is forgotten first. Precondition: both ends plan to exactly the
     * expected step.
     */
    public record Pull(
            @Required String source,
            @Required String target,
            @Required Expected expected,
            boolean discardPartial,
            long bytesPerSecond,
            String holdTag) {}

    /**
     * What is sent, by guid: {@code fromGuid} null is a full stream. With {@code resumeToken} it is the rest of a cut one, and both guids
     * are null.
     */
    public record Expected(String fromGuid, String toGuid, String resumeToken) {

        /** What names a planned step. */
        public static Expected of(Step step) {
            return switch (step) {
                case Full full -> new Expected(null, full.to().guid(), null);
                case Incremental some ->
                    new Expected(some.from().point().guid(), some.to().guid(), null);
                case Resume resume -> new Expected(null, null, resume.token());
            };
        }
    }
}
