package org.openfoodfacts.brigade.suite.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.exec.ProcessExec;
import org.openfoodfacts.brigade.agent.tools.git.CheckOutReleaseHandler;
import org.openfoodfacts.brigade.agent.tools.git.FetchReleaseHandler;
import org.openfoodfacts.brigade.agent.tools.git.InspectCheckoutHandler;
import org.openfoodfacts.brigade.agent.tools.git.RunBuildHandler;
import org.openfoodfacts.brigade.agent.tools.git.VerifyReleaseHandler;
import org.openfoodfacts.brigade.contracts.commands.CheckOutRelease;
import org.openfoodfacts.brigade.contracts.commands.CheckoutRef;
import org.openfoodfacts.brigade.contracts.commands.FetchRelease;
import org.openfoodfacts.brigade.contracts.commands.InspectCheckout;
import org.openfoodfacts.brigade.contracts.commands.RunBuild;
import org.openfoodfacts.brigade.contracts.commands.VerifyRelease;
import org.openfoodfacts.brigade.contracts.reports.CommandFailed;
import org.openfoodfacts.brigade.contracts.reports.CommandRefused.Reason;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.BuildRan;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.CheckoutInspected;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.ReleaseCheckedOut;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.ReleaseFetched;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.ReleaseVerified;

class GitHandlersTest {
    private static final String URL = "https://git.example.org/server.git";
    private static final CheckoutRef CHECKOUT = new CheckoutRef("/srv/opff", "off", URL);

    @TempDir
    Path folder;

    private Workbench bench;
    private Path checkout;

    @BeforeEach
    void aGuestWithOneCheckout() {
        Tool.GIT.assumeInstalled();
        bench = new Workbench(
                folder,
                Description.of("opff", "ct", "10.1.0.120")
                        .withCheckouts(new Description.SimulatedCheckout(
                                "/srv/opff", URL, "off", "scripts/build.sh", List.of("v1.0.0", "v1.1.0"))));
        checkout = bench.machine().path("/srv/opff");
    }

    @Test
    void aReleaseIsFetchedCheckedOutBuiltAndVerified() {
        CheckoutInspected before = inspect();
        assertThat(before.tag()).isEqualTo("v1.0.0");
        assertThat(before.dirtyFiles()).isEmpty();

        String commit = fetch("v1.1.0");
        assertThat(inspect().head()).as("the files stay as they are").isEqualTo(before.head());
        ReleaseCheckedOut out = Workbench.done(checkOut(before.head(), commit, "v1.1.0"), ReleaseCheckedOut.class);
        assertThat(out).isEqualTo(new ReleaseCheckedOut(before.head(), commit));

        Workbench.done(build("scripts/build.sh"), BuildRan.class);
        assertThat(bench.output).contains("Building v1.1.0 for opff", "Built v1.1.0 --all");
        ReleaseVerified verified = Workbench.done(verify(commit), ReleaseVerified.class);
        assertThat(verified.head()).isEqualTo(commit);
    }

    @Test
    void anotherRepositoryThanTheDeclaredOneIsRefused() {
        CheckoutRef other = new CheckoutRef("/srv/opff", "off", "https://evil.example.org/server.git");

        Outcome outcome = new FetchReleaseHandler().handle(new FetchRelease(other, "v1.1.0"), bench.execution());

        assertThat(Workbench.refused(outcome, Reason.PRECONDITION))
                .contains("origin of /srv/opff is '" + URL + "'")
                .contains("https://evil.example.org/server.git");
    }

    @Test
    void aTagThatTheRepositoryDoesNotHaveFails() {
        Outcome outcome = new FetchReleaseHandler().handle(new FetchRelease(CHECKOUT, "v9"), bench.execution());

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.reason()).isEqualTo(CommandFailed.Reason.TOOL_FAILED);
            assertThat(failed.detail()).contains("couldn't find remote ref refs/tags/v9");
        });
    }

    @Test
    void tagsThatCouldBeOptionsOrRefspecsAreMalformed() {
        for (String tag : List.of("--upload-pack=x", "a:b", "a..b", "+a", "a b", "refs/../x", "")) {
            Outcome outcome = new FetchReleaseHandler().handle(new FetchRelease(CHECKOUT, tag), bench.execution());
            assertThat(Workbench.refused(outcome, Reason.MALFORMED)).startsWith("tag:");
        }
    }

    @Test
    void aHotPatchOrAnotherHeadStopsTheCheckout() throws IOException {
        String head = inspect().head();
        String commit = fetch("v1.1.0");
        Files.writeString(checkout.resolve("VERSION"), "patched\n");
        Files.writeString(checkout.resolve("größe.txt"), "new\n");

        assertThat(inspect().dirtyFiles()).containsExactlyInAnyOrder("VERSION", "größe.txt");
        assertThat(Workbench.refused(checkOut(head, commit, "v1.1.0"), Reason.PRECONDITION))
                .contains("is not clean")
                .contains("VERSION");
        String other = "0".repeat(40);
        assertThat(Workbench.refused(checkOut(other, commit, "v1.1.0"), Reason.PRECONDITION))
                .contains("not the expected " + other);
        assertThat(inspect().head()).isEqualTo(head);
    }

    @Test
    void aCommitThatTheTagDoesNotNameIsRefused() {
        String head = inspect().head();
        fetch("v1.1.0");

        assertThat(Workbench.refused(checkOut(head, head, "v1.1.0"), Reason.PRECONDITION))
                .startsWith("tag v1.1.0 names commit ");
    }

    @Test
    void aScriptOutsideTheCheckoutIsNeverRun() throws IOException {
        for (String script :
                List.of("../build.sh", "/bin/sh", "scripts/../../x", "scripts//build.sh", "", ".git/hooks/x")) {
            assertThat(Workbench.refused(build(script), Reason.MALFORMED)).startsWith("script:");
        }
        Path outside = Files.createDirectory(bench.machine().path("/srv/elsewhere"));
        executable(outside.resolve("evil.sh"));
        Files.createSymbolicLink(checkout.resolve("linked"), outside);
        assertThat(Workbench.refused(build("linked/evil.sh"), Reason.PRECONDITION))
                .contains("symbolic link");
        Files.createSymbolicLink(checkout.resolve("evil"), outside.resolve("evil.sh"));
        assertThat(Workbench.refused(build("evil"), Reason.PRECONDITION)).contains("not a regular file");
        assertThat(bench.output).isEmpty();
    }

    @Test
    void onlyAScriptThatWasReleasedRuns() throws IOException {
        executable(checkout.resolve("untracked.sh"));
        assertThat(Workbench.refused(build("untracked.sh"), Reason.PRECONDITION))
                .contains("not tracked by git");
        assertThat(Workbench.refused(build("VERSION"), Reason.PRECONDITION)).contains("not tracked by git as an exec");
        executable(checkout.resolve("scripts/build.sh"));
        assertThat(Workbench.refused(build("scripts/build.sh"), Reason.PRECONDITION))
                .contains("not as HEAD has it");
        assertThat(bench.output).isEmpty();
    }

    @Test
    void hooksOfTheCheckoutDoNotRun() throws IOException {
        Path hook = checkout.resolve(".git/hooks/post-checkout");
        Files.createDirectories(hook.getParent());
        Files.writeString(hook, "#!/bin/sh\ntouch hooked\n");
        Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
        String head = inspect().head();

        Workbench.done(checkOut(head, fetch("v1.1.0"), "v1.1.0"), ReleaseCheckedOut.class);

        assertThat(checkout.resolve("hooked")).doesNotExist();
    }

    @Test
    void aFileThatChangedAfterTheReleaseFailsVerification() throws IOException {
        String head = inspect().head();
        Files.writeString(checkout.resolve("VERSION"), "patched\n");

        assertThat(verify(head))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.detail())
                                .contains("tracked files differ")
                                .contains("VERSION"));
        assertThat(verify("0".repeat(40))).isInstanceOf(Outcome.Failed.class);
    }

    @Test
    void aFolderInsideAnotherCheckoutIsNoCheckoutOfItsOwn() throws IOException {
        Files.createDirectory(checkout.resolve("inner"));
        CheckoutRef inner = new CheckoutRef("/srv/opff/inner", "off", URL);

        Outcome outcome = new InspectCheckoutHandler().handle(new InspectCheckout(inner), bench.execution());

        assertThat(Workbench.refused(outcome, Reason.PRECONDITION)).isEqualTo("/srv/opff/inner is not a git checkout");
    }

    @Test
    void aTagThatMovedIsNotTakenOver() {
        String commit = fetch("v1.1.0");
        Path upstream = SimulatedUpstream.locate(folder.resolve("upstream"), URL);
        new ProcessExec()
                .run(Invocation.of("git", "tag", "--force", "v1.1.0", "v1.0.0").in(upstream));

        Outcome again = new FetchReleaseHandler().handle(new FetchRelease(CHECKOUT, "v1.1.0"), bench.execution());

        assertThat(again).isInstanceOf(Outcome.Failed.class);
        assertThat(inspectTag("v1.1.0")).isEqualTo(commit);
    }

    private String inspectTag(String tag) {
        return new ProcessExec()
                .run(Invocation.of("git", "rev-parse", tag + "^{commit}").in(checkout))
                .success()
                .orElseThrow()
                .strip();
    }

    private static void executable(Path file) throws IOException {
        Files.writeString(file, "#!/bin/sh\necho evil\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private CheckoutInspected inspect() {
        return Workbench.done(
                new InspectCheckoutHandler().handle(new InspectCheckout(CHECKOUT), bench.execution()),
                CheckoutInspected.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"LD_PRELOAD", "LD_LIBRARY_PATH", "GCONV_PATH", "GLIBC_TUNABLES"})
    void aBuildMayNotBringCodeIntoTheToolsThatChangeTheUser(String variable) {
        assertThat(build("scripts/build.sh", Map.of(variable, "/srv/evil.so")))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.detail()).contains(variable));
    }

    private String fetch(String tag) {
        return Workbench.done(
                        new FetchReleaseHandler().handle(new FetchRelease(CHECKOUT, tag), bench.execution()),
                        ReleaseFetched.class)
                .commit();
    }

    private Outcome checkOut(String expectedHead, String commit, String tag) {
        return new CheckOutReleaseHandler()
                .handle(new CheckOutRelease(CHECKOUT, expectedHead, commit, tag), bench.execution());
    }

    private Outcome build(String script) {
        return build(script, Map.of("FLAVOR", "opff"));
    }

    private Outcome build(String script, Map<String, String> environment) {
        RunBuild command = new RunBuild(CHECKOUT, script, List.of("--all"), environment, Duration.ofMinutes(1));
        bench.output.clear();
        return new RunBuildHandler().handle(command, bench.execution());
    }

    private Outcome verify(String commit) {
        return new VerifyReleaseHandler().handle(new VerifyRelease(CHECKOUT, commit), bench.execution());
    }
}
