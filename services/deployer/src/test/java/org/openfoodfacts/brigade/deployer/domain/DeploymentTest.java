package org.openfoodfacts.brigade.deployer.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.openfoodfacts.brigade.deployer.domain.Samples.BUILD;
import static org.openfoodfacts.brigade.deployer.domain.Samples.CHECKOUT;
import static org.openfoodfacts.brigade.deployer.domain.Samples.NEW;
import static org.openfoodfacts.brigade.deployer.domain.Samples.OLD;
import static org.openfoodfacts.brigade.deployer.domain.Samples.T0;
import static org.openfoodfacts.brigade.deployer.domain.Samples.rightAnswer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.contracts.commands.CancelCommand;
import org.openfoodfacts.brigade.contracts.commands.CheckOutRelease;
import org.openfoodfacts.brigade.contracts.commands.Command;
import org.openfoodfacts.brigade.contracts.commands.FetchRelease;
import org.openfoodfacts.brigade.contracts.commands.InspectCheckout;
import org.openfoodfacts.brigade.contracts.commands.RunBuild;
import org.openfoodfacts.brigade.contracts.commands.VerifyRelease;
import org.openfoodfacts.brigade.contracts.events.DeployEvent;
import org.openfoodfacts.brigade.contracts.reports.CommandResult;

class DeploymentTest {
    private final List<Command> commands = new ArrayList<>();
    private final List<DeployEvent> events = new ArrayList<>();
    private Deployment deployment;
    private UUID awaited;

    @Test
    void aReleaseIsInspectedFetchedCheckedOutBuiltAndVerified() {
        begin(BUILD);
        for (Step step : Step.values()) {
            answer(rightAnswer(step));
        }

        assertThat(commands)
                .containsExactly(
                        new InspectCheckout(CHECKOUT),
                        new FetchRelease(CHECKOUT, "v2.0.0"),
                        new CheckOutRelease(CHECKOUT, OLD, NEW, "v2.0.0"),
                        new RunBuild(CHECKOUT, BUILD.script(), BUILD.arguments(), BUILD.environment(), BUILD.timeout()),
                        new VerifyRelease(CHECKOUT, NEW));
        assertThat(deployment.phase()).isEqualTo(new Phase.Succeeded(T0.plusSeconds(1), new Phase.Commits(OLD, NEW)));
        assertThat(events).hasSize(7).last().isInstanceOf(DeployEvent.DeploymentSucceeded.class);
        assertThat(events.get(1))
                .isEqualTo(new DeployEvent.DeploymentStepFinished(
                        deployment.id(),
                        "INSPECT",
                        true,
                        Duration.ofSeconds(1),
                        "clean, HEAD is " + OLD + " (v1.0.0)"));
    }

    @Test
    void anApplicationWithoutABuildIsVerifiedRightAfterTheCheckOut() {
        begin(null);
        answer(rightAnswer(Step.INSPECT));
        answer(rightAnswer(Step.FETCH));
        answer(rightAnswer(Step.CHECK_OUT));

        assertThat(commands.getLast()).isInstanceOf(VerifyRelease.class);
    }

    @Test
    void aCheckoutChangedByHandStopsTheDeploymentAndShowsTheFiles() {
        begin(BUILD);
        answer(new CommandResult.CheckoutInspected(OLD, null, List.of("lib/Config.pm", "notes.txt")));

        assertThat(detail()).contains("lib/Config.pm, notes.txt").contains("changed by hand");
        assertThat(commands).hasSize(1);
    }

    @Test
    void ofManyDirtyFilesTheFirstTwentyAreShown() {
        begin(BUILD);
        List<String> files = IntStream.range(0, 23).mapToObj(i -> "f" + i).toList();
        answer(new CommandResult.CheckoutInspected(OLD, null, files));

        assertThat(detail()).contains("f19 and 3 more").doesNotContain("f20");
    }

    @Test
    void whatAnAgentLeftOutOfThemIsSaid() {
        begin(BUILD);
        List<String> files = IntStream.range(0, 500).mapToObj(i -> "f" + i).toList();
        answer(new CommandResult.CheckoutInspected(
                OLD,
                null,
                Stream.concat(files.stream(), Stream.of("… and 49500 more")).toList()));

        assertThat(detail())
                .contains("f19 and " + (files.size() - 20 + 49500) + " more;")
                .doesNotContain("f20");
    }

    @Test
    void aNodesWordsNeverHoldWhatTheDatabaseCannot() {
        begin(BUILD);
        answer(new CommandResult.CheckoutInspected(OLD, null, List.of("a\0b")));

        assertThat(detail()).contains("a\uFFFDb").doesNotContain("\0");
    }

    @Test
    void anAnswerToAnotherQuestionStopsTheDeployment() {
        begin(BUILD);
        answer(rightAnswer(Step.VERIFY));

        assertThat(detail()).contains("answered INSPECT with ReleaseVerified");
    }

    @Test
    void anotherTagOrNoCommitStopsTheDeployment() {
        begin(BUILD);
        answer(rightAnswer(Step.INSPECT));
        answer(new CommandResult.ReleaseFetched("v2.0.0", "main"));

        assertThat(detail()).contains("fetched v2.0.0 as main");
    }

    @Test
    void aHeadThatIsNotTheReleaseStopsTheDeployment() {
        begin(null);
        answer(rightAnswer(Step.INSPECT));
        answer(rightAnswer(Step.FETCH));
        answer(rightAnswer(Step.CHECK_OUT));
        answer(new CommandResult.ReleaseVerified(OLD));

        assertThat(detail()).isEqualTo("HEAD is " + OLD + ", not " + NEW);
    }

    @Test
    void aFailedStepIsTheLastOne() {
        begin(BUILD);
        answer(rightAnswer(Step.INSPECT));
        fail(Input.Ending.FAILED, "TOOL_FAILED: no such tag");

        assertThat(deployment.phase()).isInstanceOfSatisfying(Phase.Failed.class, failed -> {
            assertThat(failed.step()).isEqualTo(Step.FETCH);
            assertThat(failed.detail()).isEqualTo("TOOL_FAILED: no such tag");
        });
        assertThat(events.getLast()).isInstanceOf(DeployEvent.DeploymentFailed.class);
    }

    @Test
    void whatIsReportedLateDoesNotReviveAFailedDeployment() {
        begin(BUILD);
        UUID given = awaited;
        fail(Input.Ending.SILENT, "EXPIRED: no report");
        Deployment failed = deployment;
        take(failed.apply(new Input.CommandSucceeded(given, rightAnswer(Step.INSPECT)), T0.plusSeconds(9)));

        assertThat(deployment).isEqualTo(failed);
        assertThat(commands).hasSize(1);
    }

    @Test
    void aCancelEndsTheRunningCommandAndThenTheDeployment() {
        begin(BUILD);
        UUID inspecting = awaited;
        cancel();
        assertThat(commands.getLast()).isEqualTo(new CancelCommand(inspecting));
        cancel();
        assertThat(commands).hasSize(2);
        awaited = inspecting;
        fail(Input.Ending.FAILED, "CANCELLED: killed");

        assertThat(deployment.phase().state()).isEqualTo(Phase.State.CANCELLED);
        assertThat(events.getLast())
                .isInstanceOfSatisfying(
                        DeployEvent.DeploymentCancelled.class,
                        event -> assertThat(event)
                                .extracting(e -> e.step(), e -> e.cancelledBy(), e -> e.detail())
                                .containsExactly("INSPECT", "bob", "cancelled by bob: CANCELLED: killed"));
    }

    @Test
    void aStepThatEndedBeforeTheCancelCameIsTheLastOne() {
        begin(BUILD);
        UUID inspecting = awaited;
        cancel();
        awaited = inspecting;
        answer(rightAnswer(Step.INSPECT));

        assertThat(deployment.phase().state()).isEqualTo(Phase.State.CANCELLED);
        assertThat(events.getLast())
                .isInstanceOfSatisfying(
                        DeployEvent.DeploymentCancelled.class,
                        event -> assertThat(event.detail()).isEqualTo("cancelled by bob after INSPECT"));
        assertThat(commands).hasSize(2);
    }

    @Test
    void aCancelOfANodeThatIsAwayGivesTheDeploymentUp() {
        begin(BUILD);
        cancel();
        fail(Input.Ending.SILENT, "EXPIRED: no report");

        assertThat(deployment.phase())
                .isInstanceOfSatisfying(
                        Phase.Cancelled.class, end -> assertThat(end.detail()).contains("did not answer"));
    }

    @Test
    void aCancelOfACommandTheNodeNoLongerKnowsGivesTheDeploymentUp() {
        begin(BUILD);
        UUID inspecting = awaited;
        cancel();
        answer(new CommandResult.CommandCancelled(inspecting, false));

        assertThat(deployment.phase().state()).isEqualTo(Phase.State.CANCELLED);
    }

    @Test
    void aRefusedCancelMayBeAskedAgain() {
        begin(BUILD);
        cancel();
        fail(Input.Ending.REFUSED, "POLICY: no");
        cancel();

        assertThat(deployment.phase().state()).isEqualTo(Phase.State.RUNNING);
        assertThat(commands.getLast()).isInstanceOf(CancelCommand.class);
        assertThat(commands).hasSize(3);
    }

    @Test
    void anEndedDeploymentAwaitsNoCommand() {
        begin(BUILD);
        fail(Input.Ending.REFUSED, "POLICY");

        assertThatIllegalStateException().isThrownBy(() -> deployment.awaiting(UUID.randomUUID()));
    }

    private void begin(Build build) {
        take(Samples.start(build));
    }

    private void answer(CommandResult result) {
        take(deployment.apply(new Input.CommandSucceeded(awaited, result), T0.plusSeconds(1)));
    }

    private void fail(Input.Ending ending, String why) {
        take(deployment.apply(new Input.CommandNotSucceeded(awaited, ending, why), T0.plusSeconds(1)));
    }

    private void cancel() {
        take(deployment.apply(new Input.CancelAsked("bob"), T0.plusSeconds(1)));
    }

    private void take(Transition transition) {
        deployment = transition.next();
        events.addAll(transition.events());
        if (transition.command() != null) {
            commands.add(transition.command());
            awaited = UUID.randomUUID();
            deployment = deployment.awaiting(awaited);
        }
    }

    private String detail() {
        return deployment.phase() instanceof Phase.Failed failed ? failed.detail() : "not failed: " + deployment;
    }
}
