package org.openfoodfacts.brigade.deployer.rest;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.openfoodfacts.brigade.deployer.domain.Asked;
import org.openfoodfacts.brigade.deployer.domain.Deployment;
import org.openfoodfacts.brigade.deployer.domain.DeploymentHistory;
import org.openfoodfacts.brigade.deployer.domain.Phase;
import org.openfoodfacts.brigade.deployer.domain.Release;
import org.openfoodfacts.brigade.deployer.domain.Step;
import org.openfoodfacts.brigade.deployer.domain.StepRun;

/** A deployment as REST shows it; lists leave the steps out. */
public record DeploymentView(
        UUID id,
        @JsonUnwrapped Release release,
        String node,
        @JsonUnwrapped Standing standing,
        @JsonUnwrapped Request request,
        List<StepView> steps) {
    public DeploymentView {
        steps = steps == null ? null : List.copyOf(steps);
    }

    /** {@code step} is where it is or stopped; {@code commit} what the version names, {@code previousCommit} what was there before. */
    public record Standing(
            Phase.State state,
            Step step,
            String commit,
            String previousCommit,
            String cancelRequestedBy,
            Instant endedAt,
            String detail) {}

    public record Request(String requestedBy, String onBehalfOf, Instant requestedAt, String correlationId) {}

    /** {@code state}: RUNNING, DONE or FAILED. {@code late} is what the node reported after the step had been given up. */
    public record StepView(
            Step step,
            String state,
            UUID commandId,
            Instant startedAt,
            Instant endedAt,
            Duration took,
            String detail,
            String late) {

        static StepView of(StepRun run) {
            String state = run.endedAt() == null ? "RUNNING" : run.succeeded() ? "DONE" : "FAILED";
            return new StepView(
                    run.step(),
                    state,
                    run.commandId(),
                    run.startedAt(),
                    run.endedAt(),
                    run.took(),
                    run.detail(),
                    run.late());
        }
    }

    static DeploymentView of(Deployment deployment) {
        return of(deployment, null);
    }

    static DeploymentView of(DeploymentHistory history) {
        return of(
                history.deployment(), history.steps().stream().map(StepView::of).toList());
    }

    private static DeploymentView of(Deployment deployment, List<StepView> steps) {
        Asked asked = deployment.asked();
        return new DeploymentView(
                deployment.id(),
                deployment.release(),
                deployment.target().node(),
                standing(deployment.phase()),
                new Request(asked.by(), asked.onBehalfOf(), asked.at(), asked.correlationId()),
                steps);
    }

    private static Standing standing(Phase phase) {
        return switch (phase) {
            case Phase.Running r ->
                standing(
                        r,
                        r.step(),
                        r.commits(),
                        r.cancel() == null ? null : r.cancel().by(),
                        null,
                        null);
            case Phase.Succeeded s -> standing(s, Step.VERIFY, s.commits(), null, s.at(), null);
            case Phase.Failed f -> standing(f, f.step(), f.commits(), null, f.at(), f.detail());
            case Phase.Cancelled c -> standing(c, c.step(), c.commits(), null, c.at(), c.detail());
        };
    }

    private static Standing standing(
            Phase phase, Step step, Phase.Commits commits, String cancelledBy, Instant endedAt, String detail) {
        return new Standing(phase.state(), step, commits.commit(), commits.head(), cancelledBy, endedAt, detail);
    }
}
