package org.openfoodfacts.brigade.deployer;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.openfoodfacts.brigade.contracts.Ids;
import org.openfoodfacts.brigade.contracts.commands.CancelCommand;
import org.openfoodfacts.brigade.contracts.commands.RunBuild;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredApplication;
import org.openfoodfacts.brigade.contracts.state.NodeIdentity;
import org.openfoodfacts.brigade.contracts.wire.Trace;
import org.openfoodfacts.brigade.deployer.domain.Acceptance;
import org.openfoodfacts.brigade.deployer.domain.Asked;
import org.openfoodfacts.brigade.deployer.domain.Cancellation;
import org.openfoodfacts.brigade.deployer.domain.Deployment;
import org.openfoodfacts.brigade.deployer.domain.Input;
import org.openfoodfacts.brigade.deployer.domain.Phase;
import org.openfoodfacts.brigade.deployer.domain.Release;
import org.openfoodfacts.brigade.deployer.domain.ReleaseTag;
import org.openfoodfacts.brigade.deployer.domain.Target;
import org.openfoodfacts.brigade.deployer.domain.Transition;
import org.openfoodfacts.brigade.deployer.persistence.ApplicationStore;
import org.openfoodfacts.brigade.deployer.persistence.DeploymentStore;
import org.openfoodfacts.brigade.platform.commands.Commands;
import org.openfoodfacts.brigade.platform.commands.ReportListener;
import org.openfoodfacts.brigade.platform.commands.TrackedCommand;
import org.openfoodfacts.brigade.platform.outbox.Outbox;
import org.openfoodfacts.brigade.platform.trust.TrustView;

/**
 * Accepts deployments and drives them from report to report. A deployment's row, its next command and its events are one transaction, so
 * a crash anywhere resumes; requests for one flavor wait for each other, so exactly one wins.
 */
@ApplicationScoped
public class DeploymentService implements ReportListener {
    private final Outbox outbox;
    private final Commands commands;
    private final ApplicationStore applications;
    private final DeploymentStore deployments;
    private final TrustView trust;
    private final DeployerConfig config;
    private final Clock clock;

    DeploymentService(
            Outbox outbox,
            Commands commands,
            ApplicationStore applications,
            DeploymentStore deployments,
            TrustView trust,
            DeployerConfig config,
            Clock clock) {
        this.outbox = outbox;
        this.commands = commands;
        this.applications = applications;
        this.deployments = deployments;
        this.trust = trust;
        this.config = config;
        this.clock = clock;
    }

    /** A wish over REST; {@code idempotencyKey} may be null. */
    public Uni<Acceptance> request(Release release, String by, String idempotencyKey, Trace trace) {
        Asked asked = new Asked(by, null, trace.correlationId(), idempotencyKey, clock.instant());
        return outbox.inTransaction(session -> accept(session, release, asked, trace));
    }

    /** Decides about a wish within the caller's transaction. */
    Uni<Acceptance> accept(Mutiny.Session session, Release release, Asked asked, Trace trace) {
        return asked.idempotencyKey() == null
                ? acceptNew(session, release, asked, trace)
                : deployments
                        .exclusively(session, "key " + asked.by() + " " + asked.idempotencyKey())
                        .chain(() -> deployments.ofKey(session, asked.by(), asked.idempotencyKey()))
                        .chain(before -> before == null
                                ? acceptNew(session, release, asked, trace)
                                : Uni.createFrom().item(again(before, release)));
    }

    private static Acceptance again(Deployment before, Release release) {
        return before.release().equals(release)
                ? new Acceptance.Repeated(before)
                : new Acceptance.KeyUsed(before.release());
    }

    private Uni<Acceptance> acceptNew(Mutiny.Session session, Release release, Asked asked, Trace trace) {
        return applications.find(session, release.application()).chain(application -> {
            Acceptance.Rejected objection = objection(release, application);
            return objection != null
                    ? Uni.createFrom().item(objection)
                    : startUnlessRunning(session, release, target(release, application), asked, trace);
        });
    }

    private Acceptance.Rejected objection(Release release, DeclaredApplication application) {
        if (application == null) {
            return new Acceptance.Invalid("application", "is not one the fleet declares; GET applications lists them");
        }
        Target target = target(release, application);
        if (target == null) {
            return new Acceptance.Invalid(
                    "flavor", "is not one of " + application.name() + "; GET applications lists them");
        }
        return ReleaseTag.objection(release.version())
                .<Acceptance.Rejected>map(why -> new Acceptance.Invalid("version", why))
                .orElseGet(() -> isEnrolled(target.node()) ? null : new Acceptance.NodeNotEnrolled(target.node()));
    }

    private static Target target(Release release, DeclaredApplication application) {
        return Target.of(application, release.flavor()).orElse(null);
    }

    private boolean isEnrolled(String node) {
        return trust.node(node)
                .filter(identity -> identity.status() == NodeIdentity.Status.ENROLLED)
                .isPresent();
    }

    private Uni<Acceptance> startUnlessRunning(
            Mutiny.Session session, Release release, Target target, Asked asked, Trace trace) {
        return deployments
                .exclusively(session, "flavor " + release.flavorKey())
                .chain(() -> deployments.running(session, release.application(), release.flavor()))
                .chain(running -> {
                    if (running != null) {
                        return Uni.createFrom().item(new Acceptance.AlreadyRunning(release.flavorKey(), running));
                    }
                    Transition start = Deployment.start(Ids.next(), release, target, asked);
                    return deployments
                            .add(session, start.next())
                            .chain(() -> carryOut(session, start, trace))
                            .map(Acceptance.Accepted::new);
                });
    }

    /** Asks the node to end what it does for the deployment. */
    public Uni<Cancellation> cancel(UUID id, String by, Trace trace) {
        return outbox.inTransaction(session -> deployments.lock(session, id).chain(deployment -> {
            if (deployment == null) {
                return Uni.createFrom().item(new Cancellation.NoSuchDeployment(id));
            }
            if (!(deployment.phase() instanceof Phase.Running)) {
                return Uni.createFrom().item(new Cancellation.AlreadyEnded(deployment));
            }
            Transition step = deployment.apply(new Input.CancelAsked(by), clock.instant());
            Trace cause = new Trace(deployment.asked().correlationId(), trace.correlationId());
            return carryOut(session, step, cause).map(Cancellation.Asked::new);
        }));
    }

    @Override
    public Uni<Void> commandEnded(Mutiny.Session session, TrackedCommand command) {
        return deployments
                .lockOfCommand(session, command.id())
                .onItem()
                .ifNotNull()
                .transformToUni(deployment -> {
                    Transition step = deployment.apply(input(command), clock.instant());
                    Trace cause = new Trace(
                            deployment.asked().correlationId(), command.id().toString());
                    Uni<Void> late = deployment.isAwaiting(command.id())
                            ? Uni.createFrom().voidItem()
                            : deployments.recordLate(
                                    session, command.id(), command.failure().orElse("DONE"));
                    return late.chain(() -> carryOut(session, step, cause)).replaceWithVoid();
                });
    }

    private static Input input(TrackedCommand command) {
        return switch (command.state()) {
            case DONE ->
                new Input.CommandSucceeded(command.id(), command.result().orElse(null));
            case REFUSED -> notSucceeded(command, Input.Ending.REFUSED);
            case EXPIRED, LOST -> notSucceeded(command, Input.Ending.SILENT);
            case FAILED -> notSucceeded(command, Input.Ending.FAILED);
            case SENT, ACCEPTED -> throw new IllegalStateException("the command " + command.id() + " has not ended");
        };
    }

    private static Input notSucceeded(TrackedCommand command, Input.Ending ending) {
        return new Input.CommandNotSucceeded(
                command.id(), ending, command.failure().orElse("the node gave no reason"));
    }

    private Uni<Deployment> carryOut(Mutiny.Session session, Transition step, Trace trace) {
        Deployment next = step.next();
        Uni<Deployment> sent = step.command() == null
                ? Uni.createFrom().item(next)
                : send(session, step, trace).map(next::awaiting);
        boolean newStep = step.command() != null && !(step.command() instanceof CancelCommand);
        return sent.call(deployment -> deployments.advance(session, deployment, newStep))
                .call(() -> step.finished() == null
                        ? Uni.createFrom().voidItem()
                        : deployments.finish(session, next.id(), step.finished()))
                .call(() -> Multi.createFrom()
                        .iterable(step.events())
                        .onItem()
                        .transformToUniAndConcatenate(event -> outbox.event(
                                session,
                                event,
                                next.target().node(),
                                next.release().flavorKey(),
                                trace))
                        .collect()
                        .asList());
    }

    private Uni<UUID> send(Mutiny.Session session, Transition step, Trace trace) {
        Deployment next = step.next();
        return commands.send(
                session,
                new Commands.Sending(
                        next.target().node(),
                        step.command(),
                        next.release().flavorKey(),
                        next.asked().by(),
                        config.patience(),
                        step.command() instanceof RunBuild build ? build.timeout() : Duration.ZERO,
                        trace));
    }
}
