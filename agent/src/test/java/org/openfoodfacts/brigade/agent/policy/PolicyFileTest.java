package org.openfoodfacts.brigade.agent.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openfoodfacts.brigade.agent.files.ConfigException;
import org.openfoodfacts.brigade.contracts.commands.CheckoutRef;
import org.openfoodfacts.brigade.contracts.commands.CloneSnapshots;
import org.openfoodfacts.brigade.contracts.commands.DestroyClones;
import org.openfoodfacts.brigade.contracts.commands.DestroyDataset;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots;
import org.openfoodfacts.brigade.contracts.commands.InspectCheckout;
import org.openfoodfacts.brigade.contracts.commands.IssuePsk;
import org.openfoodfacts.brigade.contracts.commands.PskFile;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets;
import org.openfoodfacts.brigade.contracts.commands.RenameDataset;
import org.openfoodfacts.brigade.contracts.commands.RunBuild;
import org.openfoodfacts.brigade.contracts.commands.StartUnits;
import org.openfoodfacts.brigade.contracts.commands.StopUnits;
import org.openfoodfacts.brigade.contracts.commands.SwapClones;
import org.openfoodfacts.brigade.contracts.commands.TakeSnapshot;
import org.openfoodfacts.brigade.contracts.orders.EnforceBans;
import org.openfoodfacts.brigade.contracts.orders.FollowPolicies;

class PolicyFileTest {
    private static final String TEXT = """
            # what the services may do here
            allow = take-snapshot, run-build, inspect-checkout
            allow = issue-psk, enforce-bans, follow-policies
            dataset = tank/data, tank/sites/**
            checkout = /srv/off*
            build = /srv/off:scripts/build.sh
            psk-file = /etc/stunnel/psk/*.txt
            users = off
            """;

    @TempDir
    Path folder;

    @Test
    void aDatasetIsDestroyedOnlyWhereItAndAllBelowItAreNamed() throws IOException {
        LocalPolicy policy = policy(TEXT + "allow = destroy-dataset\n");
        List<DestroyDataset.Below> below = below("tank/data/child");

        assertThat(policy.objection(new DestroyDataset("tank/data", "1", List.of(), "x")))
                .isEmpty();
        assertThat(policy.objection(new DestroyDataset("tank/data", "1", below, "x"))
                        .orElseThrow())
                .contains("tank/data/child");
        assertThat(policy(TEXT)
                        .objection(new DestroyDataset("tank/data", "1", List.of(), "x"))
                        .orElseThrow())
                .contains("destroy-dataset is not in 'allow'");
    }

    @Test
    void aDatasetIsRenamedOnlyWhereBothNamesOfItAndOfAllBelowItAreNamed() throws IOException {
        LocalPolicy policy = policy(TEXT + "allow = rename-dataset\ndataset = tank/data/child\n");
        List<DestroyDataset.Below> below = below("tank/data/child");

        assertThat(policy.objection(new RenameDataset("tank/data", "1", "tank/sites/new", below, true)))
                .isEmpty();
        assertThat(policy.objection(new RenameDataset("tank/data", "1", "tank/other", List.of(), true))
                        .orElseThrow())
                .contains("dataset tank/other matches");
        assertThat(policy.objection(new RenameDataset("tank/sites/a", "1", "tank/data", below("tank/sites/a/b"), true))
                        .orElseThrow())
                .as("the one below would have a name that is not the owner's to give")
                .contains("dataset tank/data/b matches");
        assertThat(policy(TEXT + "allow = rename-dataset\n")
                        .objection(new RenameDataset("tank/data", "1", "tank/sites/new", below, true))
                        .orElseThrow())
                .contains("dataset tank/data/child matches");
    }

    private static List<DestroyDataset.Below> below(String dataset) {
        return List.of(new DestroyDataset.Below(dataset, "2"));
    }

    @Test
    void whatIsNamedIsAllowedAndNothingElse() throws IOException {
        LocalPolicy policy = policy(TEXT);

        assertThat(policy.objection(take("tank/data"))).isEmpty();
        assertThat(policy.objection(take("tank/sites/a/b"))).isEmpty();
        assertThat(policy.objection(take("tank/data/child"))).isPresent();
        assertThat(policy.objection(take("tank/other")).orElseThrow())
                .contains("tank/other")
                .contains("'dataset'");
        assertThat(policy.objection(new DestroySnapshots("tank/data", List.of(), "x"))
                        .orElseThrow())
                .contains("destroy-snapshots is not in 'allow'");
        assertThat(policy.objection(issue("/etc/stunnel/psk/db.txt"))).isEmpty();
        assertThat(policy.objection(issue("/etc/stunnel/psk/../../shadow"))).isPresent();
        assertThat(policy.objection(issue("/etc/stunnel/psk/x/db.txt"))).isPresent();
        assertThat(policy.objection(new EnforceBans(1, List.of()))).isEmpty();
    }

    @Test
    void policiesMayNameNoDatasetThatTheOwnerDoesNot() throws IOException {
        LocalPolicy policy = policy(TEXT);

        assertThat(policy.objection(policies("tank/data", "tank/sites/a"))).isEmpty();
        assertThat(policy.objection(policies("tank/data", "tank/other")).orElseThrow())
                .contains("dataset tank/other matches no 'dataset'");
        assertThat(policy("allow = take-snapshot\ndataset = tank/data\n")
                        .objection(policies("tank/data"))
                        .orElseThrow())
                .contains("follow-policies is not in 'allow'");
        assertThat(policy(TEXT + "observe-only = true\n").objection(policies("tank/data")))
                .isPresent();
    }

    private static FollowPolicies policies(String... datasets) {
        return new FollowPolicies(
                1,
                "UTC",
                Stream.of(datasets)
                        .map(dataset -> new FollowPolicies.ManagedDataset(dataset, null, List.of(), null))
                        .toList());
    }

    @Test
    void aBuildNeedsItsCheckoutItsScriptAndItsUser() throws IOException {
        LocalPolicy policy = policy(TEXT);

        assertThat(policy.objection(build("/srv/off", "off", "scripts/build.sh")))
                .isEmpty();
        assertThat(policy.objection(build("/srv/off-pro", "off", "scripts/build.sh")))
                .isPresent();
        assertThat(policy.objection(build("/srv/off", "off", "scripts/other.sh")))
                .isPresent();
        assertThat(policy.objection(build("/srv/off", "root", "scripts/build.sh"))
                        .orElseThrow())
                .contains("root");
        assertThat(policy.objection(new InspectCheckout(new CheckoutRef("/srv/off/../etc", "off", "r"))))
                .isPresent();
        assertThat(policy.objection(new InspectCheckout(new CheckoutRef(null, null, null))))
                .isPresent();
    }

    @Test
    void aPullIsAllowedByTheDatasetItWritesTo() throws IOException {
        assertThat(policy(TEXT).objection(pullInto("tank/data")).orElseThrow()).contains("pull-datasets");
        LocalPolicy policy = policy(TEXT + "allow = pull-datasets\n");

        assertThat(policy.objection(pullInto("tank/data"))).isEmpty();
        assertThat(policy.objection(pullInto("rpool/data"))).isPresent();
    }

    @Test
    void clonesAreAllowedByTheirNamesAndUnitsByTheirs() throws IOException {
        LocalPolicy policy = policy(
                TEXT
                        + "allow = clone-snapshots, swap-clones, destroy-clones, stop-units, start-units\nunit = web*.service\n");

        assertThat(policy.objection(cloneTo("tank/sites/a.next"))).isEmpty();
        assertThat(policy.objection(cloneTo("tank/other")).orElseThrow()).contains("tank/other matches no 'dataset'");
        assertThat(policy.objection(swap("tank/sites/a", "tank/sites/a.before")))
                .isEmpty();
        assertThat(policy.objection(swap("tank/sites/a", "tank/before"))).isPresent();
        assertThat(policy.objection(new DestroyClones(List.of(new DestroyClones.Doomed("tank/other", "1")))))
                .isPresent();
        assertThat(policy.objection(new StopUnits(List.of("web-1.service")))).isEmpty();
        assertThat(policy.objection(new StartUnits(List.of("web.service", "sshd.service")))
                        .orElseThrow())
                .contains("unit sshd.service matches no 'unit'");
        assertThat(policy(TEXT).objection(new StopUnits(List.of("web.service"))).orElseThrow())
                .contains("stop-units is not in 'allow'");
    }

    private static CloneSnapshots cloneTo(String name) {
        return new CloneSnapshots(List.of(new CloneSnapshots.Clone("tank/data", "s", "1", name, "tank/sites/a")));
    }

    private static SwapClones swap(String dataset, String aside) {
        return new SwapClones(List.of(new SwapClones.Swap(dataset, dataset + ".next", "1", aside)));
    }

    @Test
    void aFileThatCannotBeReadRefusesEverythingAndSaysWhy() throws IOException {
        Path file = Files.writeString(folder.resolve("policy"), "allow = everything\n");

        assertThat(new PolicyFile(file, false)
                        .current()
                        .objection(take("tank/data"))
                        .orElseThrow())
                .contains(file + ":1")
                .contains("everything");
    }

    @Test
    void aChangeOfTheFileCountsAtOnce() throws IOException {
        Path file = Files.writeString(folder.resolve("policy"), TEXT);
        PolicyFile policy = new PolicyFile(file, false);
        assertThat(policy.current().objection(take("tank/data"))).isEmpty();

        Files.writeString(file, "observe-only = true\n");

        assertThat(policy.current().objection(take("tank/data"))).isPresent();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "allow = dance | 'allow' names 'dance'",
                "allow = | 'allow' is empty",
                "observe-only = yes | must be true or false",
                "checkout = srv/off | must be an absolute path",
                "build = /srv/off | CHECKOUT:SCRIPT",
                "datasets = tank | 'datasets' is not known",
                "just words | not of the form key = value",
            })
    void anErrorNamesFileLineAndKey(String line, String expected) throws IOException {
        Path file = Files.writeString(folder.resolve("policy"), "# first\n\n" + line + "\n");

        assertThatThrownBy(() -> new PolicyFile(file, false).read())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(file + ":3: ")
                .hasMessageContaining(expected);
    }

    private LocalPolicy policy(String text) throws IOException {
        return new PolicyFile(Files.writeString(folder.resolve("policy"), text), false).read();
    }

    private static PullDatasets pullInto(String target) {
        var expected = new PullDatasets.Expected(null, "1", null);
        return PullDatasets.of(
                null,
                new PullDatasets.Pull("tank/source", "tank/sites/a", expected, false, 0, null),
                new PullDatasets.Pull("tank/source", target, expected, false, 0, null));
    }

    private static TakeSnapshot take(String dataset) {
        return new TakeSnapshot(dataset, "n", false, "r", null);
    }

    private static IssuePsk issue(String path) {
        return new IssuePsk(new PskFile("db", "south", path), "k1", "north", "key", List.of());
    }

    private static RunBuild build(String path, String user, String script) {
        return new RunBuild(
                new CheckoutRef(path, user, "https://example.org/x.git"),
                script,
                List.of(),
                Map.of(),
                Duration.ofMinutes(1));
    }
}
