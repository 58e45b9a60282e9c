package org.openfoodfacts.brigade.deployer.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.BeforeTry;
import org.openfoodfacts.brigade.contracts.commands.CancelCommand;
import org.openfoodfacts.brigade.contracts.events.DeployEvent;
import org.openfoodfacts.brigade.contracts.reports.CommandResult;

/** Whatever nodes report, in whatever order, once or twice, early or late. */
class DeploymentPropertyTest {

    /** What happens next: {@code about} picks one of the commands sent so far, the newest for 0. */
    record Happening(Kind kind, int about, Step answer) {}

    enum Kind {
        RIGHT_ANSWER,
        SOME_ANSWER,
        FAILURE,
        EXPIRY,
        CANCEL,
        CANCEL_ANSWER,
        NO_RESULT
    }

    /** A command that was sent; {@code step} is null for a cancel. */
    record Sent(UUID id, Step step) {}

    private final List<Sent> sent = new ArrayList<>();
    private final List<DeployEvent> events = new ArrayList<>();
    private final List<Transition.Finished> finished = new ArrayList<>();
    private Deployment deployment;

    @BeforeTry
    void beginAnew() {
        sent.clear();
        events.clear();
        finished.clear();
    }

    @Property(tries = 5000)
    void aDeploymentStaysItself(@ForAll("happenings") List<Happening> happenings, @ForAll boolean hasBuild) {
        take(Samples.start(hasBuild ? Samples.BUILD : null));
        for (Happening happening : happenings) {
            boolean ended = !(deployment.phase() instanceof Phase.Running);
            Deployment before = deployment;
            int sentBefore = sent.size();
            take(deployment.apply(input(happening), Samples.T0.plusSeconds(sent.size())));
            if (ended) {
                assertThat(deployment).as("an end is final").isEqualTo(before);
                assertThat(sent).as("an end sends nothing").hasSize(sentBefore);
            }
            checkOneCommandInFlight();
        }
        checkSteps();
        checkEvents();
    }

    private void checkOneCommandInFlight() {
        List<Sent> steps = sent.stream().filter(s -> s.step() != null).toList();
        if (deployment.phase() instanceof Phase.Running running) {
            assertThat(steps.getLast()).isEqualTo(new Sent(running.command(), running.step()));
            assertThat(finished).as("all earlier commands have ended").hasSize(steps.size() - 1);
        } else {
            assertThat(finished).hasSameSizeAs(steps);
        }
    }

    private void checkSteps() {
        assertThat(sent.stream().filter(s -> s.step() != null).map(Sent::step))
                .as("each step once, in order")
                .isSorted()
                .doesNotHaveDuplicates();
        List<Transition.Finished> stopped =
                finished.stream().filter(f -> !f.succeeded()).toList();
        assertThat(stopped).hasSizeLessThanOrEqualTo(1);
        if (!stopped.isEmpty()) {
            assertThat(finished.getLast()).as("nothing after a failed step").isEqualTo(stopped.getFirst());
        }
        if (deployment.phase() instanceof Phase.Succeeded) {
            assertThat(finished).allMatch(Transition.Finished::succeeded);
            assertThat(finished.getLast().step()).isEqualTo(Step.VERIFY);
        }
    }

    private void checkEvents() {
        assertThat(events.getFirst()).isInstanceOf(DeployEvent.DeploymentAccepted.class);
        List<DeployEvent> ends =
                events.stream().filter(e -> end(e) != Phase.State.RUNNING).toList();
        boolean running = deployment.phase() instanceof Phase.Running;
        assertThat(ends).as("exactly one end is told").hasSize(running ? 0 : 1);
        assertThat(events.stream().filter(DeployEvent.DeploymentStepFinished.class::isInstance))
                .hasSameSizeAs(finished);
        if (!running) {
            assertThat(events.getLast()).isEqualTo(ends.getFirst());
            assertThat(end(events.getLast())).isEqualTo(deployment.phase().state());
        }
    }

    private static Phase.State end(DeployEvent event) {
        return switch (event) {
            case DeployEvent.DeploymentSucceeded _ -> Phase.State.SUCCEEDED;
            case DeployEvent.DeploymentFailed _ -> Phase.State.FAILED;
            case DeployEvent.DeploymentCancelled _ -> Phase.State.CANCELLED;
            case DeployEvent.DeploymentAccepted _,
                    DeployEvent.DeploymentRejected _,
                    DeployEvent.DeploymentStepFinished _ -> Phase.State.RUNNING;
        };
    }

    private Input input(Happening happening) {
        Sent about = sent.get(Math.max(0, sent.size() - 1 - happening.about()));
        Step right = about.step() == null ? Step.INSPECT : about.step();
        return switch (happening.kind()) {
            case RIGHT_ANSWER -> new Input.CommandSucceeded(about.id(), Samples.rightAnswer(right));
            case SOME_ANSWER -> new Input.CommandSucceeded(about.id(), Samples.rightAnswer(happening.answer()));
            case FAILURE -> new Input.CommandNotSucceeded(about.id(), Input.Ending.FAILED, "failed");
            case EXPIRY -> new Input.CommandNotSucceeded(about.id(), Input.Ending.SILENT, "expired");
            case CANCEL -> new Input.CancelAsked("bob");
            case CANCEL_ANSWER ->
                new Input.CommandSucceeded(
                        about.id(), new CommandResult.CommandCancelled(about.id(), happening.about() == 0));
            case NO_RESULT -> new Input.CommandSucceeded(about.id(), null);
        };
    }

    private void take(Transition transition) {
        deployment = transition.next();
        events.addAll(transition.events());
        if (transition.finished() != null) {
            finished.add(transition.finished());
        }
        if (transition.command() != null) {
            boolean isCancel = transition.command() instanceof CancelCommand;
            Step step = isCancel ? null : ((Phase.Running) deployment.phase()).step();
            Sent command = new Sent(UUID.randomUUID(), step);
            sent.add(command);
            deployment = deployment.awaiting(command.id());
        }
    }

    @Provide
    Arbitrary<List<Happening>> happenings() {
        Arbitrary<Kind> kinds = Arbitraries.frequency(
                Tuple.of(12, Kind.RIGHT_ANSWER),
                Tuple.of(1, Kind.SOME_ANSWER),
                Tuple.of(1, Kind.FAILURE),
                Tuple.of(1, Kind.EXPIRY),
                Tuple.of(1, Kind.CANCEL),
                Tuple.of(1, Kind.CANCEL_ANSWER),
                Tuple.of(1, Kind.NO_RESULT));
        Arbitrary<Integer> about = Arbitraries.frequency(Tuple.of(6, 0), Tuple.of(2, 1), Tuple.of(1, 3));
        return Combinators.combine(kinds, about, Arbitraries.of(Step.class))
                .as(Happening::new)
                .list()
                .ofMaxSize(20);
    }
}
