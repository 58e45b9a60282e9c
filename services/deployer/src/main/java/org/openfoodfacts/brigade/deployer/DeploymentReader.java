package org.openfoodfacts.brigade.deployer;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.hibernate.reactive.mutiny.Mutiny;
import org.openfoodfacts.brigade.deployer.domain.Deployment;
import org.openfoodfacts.brigade.deployer.domain.DeploymentFilter;
import org.openfoodfacts.brigade.deployer.domain.DeploymentHistory;
import org.openfoodfacts.brigade.deployer.domain.LogCursor;
import org.openfoodfacts.brigade.deployer.domain.LogPart;
import org.openfoodfacts.brigade.deployer.domain.Phase;
import org.openfoodfacts.brigade.deployer.persistence.DeploymentStore;
import org.openfoodfacts.brigade.deployer.persistence.LogStore;
import org.openfoodfacts.brigade.platform.context.CallerContext;

/** Deployments and their logs as they stand in the database, so that every instance shows the same. */
@ApplicationScoped
public class DeploymentReader {
    private static final int PARTS_PER_ROUND = 200;
    private static final int ROUND_BYTES = 1024 * 1024;

    private final Mutiny.SessionFactory sessions;
    private final DeploymentStore deployments;
    private final LogStore logs;
    private final DeployerConfig config;

    DeploymentReader(
            Mutiny.SessionFactory sessions, DeploymentStore deployments, LogStore logs, DeployerConfig config) {
        this.sessions = sessions;
        this.deployments = deployments;
        this.logs = logs;
        this.config = config;
    }

    /** Newest first. */
    public Uni<List<Deployment>> list(DeploymentFilter filter, int limit) {
        return sessions.withSession(session -> deployments.list(session, filter, limit));
    }

    /** Null when there is no such deployment. */
    public Uni<DeploymentHistory> find(UUID id) {
        return sessions.withSession(session -> deployments
                .find(session, id)
                .onItem()
                .ifNotNull()
                .transformToUni(deployment ->
                        deployments.steps(session, id).map(steps -> new DeploymentHistory(deployment, steps))));
    }

    /** The log behind the cursor, a mebibyte at most; null when there is no such deployment. */
    public Uni<LogRound> log(UUID id, LogCursor after, int limit) {
        return sessions.withSession(session -> deployments
                .find(session, id)
                .onItem()
                .ifNotNull()
                .transformToUni(deployment -> logs.after(session, id, after, limit, ROUND_BYTES)
                        .map(some -> new LogRound(deployment.phase().state(), some.parts(), some.more()))));
    }

    /**
     * Some of a log, whether more of it follows, and the state the deployment was in right before it was read: when that is an end and nothing
     * follows, nothing more is expected.
     */
    public record LogRound(Phase.State state, List<LogPart> parts, boolean more) {
        public LogRound {
            parts = List.copyOf(parts);
        }

        public boolean isLast() {
            return state != Phase.State.RUNNING && !more;
        }
    }

    /** The log behind the cursor as it grows; completes with the round that ends the deployment's log. */
    public Multi<LogRound> follow(UUID id, LogCursor after) {
        Executor here = CallerContext.executor();
        return Multi.createBy()
                .repeating()
                .uni(
                        () -> new AtomicReference<>(after),
                        at -> log(id, at.get(), PARTS_PER_ROUND)
                                .runSubscriptionOn(here)
                                .invoke(round -> advance(at, round)))
                .withDelay(config.logPoll())
                .whilst(round -> !round.isLast());
    }

    private static void advance(AtomicReference<LogCursor> at, LogRound round) {
        if (!round.parts().isEmpty()) {
            LogCursor.parse(round.parts().getLast().at()).ifPresent(at::set);
        }
    }
}
