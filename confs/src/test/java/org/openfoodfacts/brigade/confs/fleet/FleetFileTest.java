package org.openfoodfacts.brigade.confs.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openfoodfacts.brigade.confs.Examples;
import org.openfoodfacts.brigade.confs.Mutations;
import org.openfoodfacts.brigade.confs.Parsed;
import org.openfoodfacts.brigade.confs.Problem;

class FleetFileTest {
    private static final String EXAMPLE = Examples.fleetYaml();

    @Test
    void theExampleFleetIsReadWithoutAProblem() {
        Parsed<Fleet> parsed = FleetFile.parse(EXAMPLE);

        assertThat(parsed.problems()).isEmpty();
        Fleet fleet = parsed.value();
        assertThat(fleet.sites()).extracting(Fleet.Site::name).containsExactly("north", "south");
        assertThat(fleet.nodes()).hasSize(11);
        assertThat(fleet.guests()).hasSize(8);
        Fleet.Application application = fleet.applications().getFirst();
        assertThat(application.build().timeout()).isEqualTo(Duration.ofMinutes(20));
        assertThat(application.flavors()).extracting(Fleet.Flavor::name).containsExactly("opff", "off");
        assertThat(fleet.tunnels().getFirst().client().node()).isEqualTo("south-tunnel");
    }

    @Test
    void whatIsKeptBeyondSanoidConfIsReadAndWhatNobodyWouldFollowIsSaidWithItsLine() {
        FleetNode north = FleetFile.parse(EXAMPLE).value().nodes().getFirst();
        assertThat(north.zfs().policies()).hasSize(1).first().satisfies(policy -> {
            assertThat(policy.dataset()).isEqualTo("zfs-hdd/off");
            assertThat(policy.kept()).isEqualTo(new FleetNode.Kept(Map.of(), List.of("monthly")));
            assertThat(policy.children()).isEqualTo(new FleetNode.Kept(Map.of("weekly", 5), List.of("monthly")));
            assertThat(EXAMPLE.lines().toList().get(policy.line() - 1)).contains("dataset: zfs-hdd/off");
        });

        for (String[] wrong : new String[][] {
            {"weekly: 5", "weekly: -1", "write a whole number"},
            {"weekly: 5", "weakly: 5", "did you mean 'weekly'"},
            {"hold: [monthly]", "hold: [months]", "write frequently, hourly"},
            {"manage: [zfs-hdd/off]", "manage: [zfs-hdd/of]", "add it, or one above it, to zfs.manage"},
            {
                "          hold: [monthly]\n          children:\n            keep:\n              weekly: 5\n            hold: [monthly]\n",
                "",
                "add keep:, hold: or children:"
            },
            {"          children:\n", "        - dataset: zfs-hdd/off\n          children:\n", "make one of the two"}
        }) {
            assertThat(EXAMPLE).contains(wrong[0]);
            assertThat(FleetFile.parse(EXAMPLE.replaceFirst(Pattern.quote(wrong[0]), wrong[1]))
                            .problems())
                    .as(wrong[1])
                    .anySatisfy(problem -> {
                        assertThat(problem.line()).isPositive();
                        assertThat(problem.remedy()).contains(wrong[2]);
                    });
        }
    }

    @Test
    void whatIsExpectedOfACopyIsReadAndWhatCannotBeIsSaidWithItsLine() {
        FleetNode south = FleetFile.parse(EXAMPLE).value().nodes().stream()
                .filter(node -> node.name().equals("south1"))
                .findFirst()
                .orElseThrow();
        assertThat(south.zfs().copies())
                .containsExactly(
                        new FleetNode.Copy("zfs-hdd/backups/off", Duration.ofHours(2), 50L << 20, null, 3),
                        new FleetNode.Copy("zfs-hdd/backups/mongodb", null, null, "22:00-06:00", null));

        for (String[] wrong : new String[][] {
            {"goal: PT2H", "goal: P2Y"},
            {"goal: PT2H", "goal: PT1S"},
            {"bandwidth: 50M", "bandwidth: 50 MB"},
            {"priority: 3", "priority: 10"},
            {"window: 22:00-06:00", "window: 22:00-22:00"},
            {"window: 22:00-06:00", "window: 24:00-06:00"}
        }) {
            String text = EXAMPLE.replace(wrong[0], wrong[1]);
            int line = text.substring(0, text.indexOf(wrong[1])).split("\n", -1).length;
            assertThat(FleetFile.parse(text).problems())
                    .as(wrong[1])
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.line()).isEqualTo(line));
        }
    }

    @Test
    void stagingClonesAreReadAndWhatCannotBeOneIsSaidWithItsLine() {
        assertThat(FleetFile.parse(EXAMPLE).value().stagingClones())
                .containsExactly(new Fleet.StagingClones(
                        "staging",
                        "south1",
                        "daily",
                        "04:30",
                        List.of(
                                new Fleet.Clone("zfs-hdd/backups/off", "zfs-hdd/staging/off"),
                                new Fleet.Clone("zfs-hdd/backups/off/images", "zfs-hdd/staging/images")),
                        List.of(new Fleet.Consumer("staging", List.of("docker.service")))));

        for (String[] wrong : new String[][] {
            {"snapshots: daily", "snapshots: often", "frequently, hourly, daily"},
            {"schedule: \"04:30\"", "schedule: \"24:30\"", "a time of day"},
            {
                "target: zfs-hdd/staging/images",
                "target: zfs-nvme/staging/images",
                "not in the pool of zfs-hdd/backups/off/images"
            },
            {"target: zfs-hdd/staging/images", "target: zfs-hdd/backups/off/images/staging", "lies in its own source"},
            {"target: zfs-hdd/staging/images", "target: zfs-hdd/staging/off", "stands twice"},
            {"- node: staging", "- node: stagging", "there is no node 'stagging'"},
            {"units: [docker.service]", "units: []", "the consumer has no units"}
        }) {
            String text = EXAMPLE.replace(wrong[0], wrong[1]);
            int line = text.substring(0, text.lastIndexOf(wrong[1])).split("\n", -1).length;
            assertThat(FleetFile.parse(text).problems())
                    .as(wrong[1])
                    .singleElement()
                    .satisfies(problem -> {
                        assertThat(problem.line()).isEqualTo(line);
                        assertThat(problem.what() + problem.remedy()).contains(wrong[2]);
                    });
        }
    }

    @Test
    void offIsAWordAndNotABoolean() {
        Parsed<Fleet> parsed = FleetFile.parse(EXAMPLE.replace("\"off\"", "off"));

        assertThat(parsed.problems()).isEmpty();
        assertThat(parsed.value().nodes()).extracting(FleetNode::name).contains("off");
    }

    @ParameterizedTest
    @MethodSource("invalidExamples")
    void eachBrokenExampleIsNamedWithLineFieldAndRemedy(Path folder) {
        Parsed<Fleet> parsed = FleetFile.parse(Examples.text(folder.resolve("fleet.yaml")));

        List<String> expected =
                Examples.text(folder.resolve("expected.txt")).lines().toList();
        assertThat(parsed.problems()).extracting(Problem::toString).containsExactlyElementsOf(expected);
        assertThat(parsed.hasErrors()).isTrue();
    }

    static List<Path> invalidExamples() {
        return Examples.invalid();
    }

    @Test
    void aliasesThatMultiplyAreRefused() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 40; i++) {
            bomb.append("a%d: &a%d [%s]%n".formatted(i, i, ("*a" + (i - 1) + ",").repeat(9)));
        }

        assertThat(FleetFile.parse(bomb.toString()).hasErrors()).isTrue();
    }

    @Test
    void whatIsNestedTooDeepOrTooLargeIsRefused() {
        assertThat(FleetFile.parse("fleet: " + "[".repeat(10_000))
                        .problems()
                        .getFirst()
                        .what())
                .contains("Nesting Depth exceeded");
        assertThat(FleetFile.parse("fleet: " + "x".repeat(1_000_001)).hasErrors())
                .isTrue();
    }

    @Property(tries = 2000)
    void damagedInputNeverThrowsAndAlwaysSaysWhere(@ForAll("damaged") String text) {
        Parsed<Fleet> parsed = FleetFile.parse(text);

        assertThat(parsed.value() != null || parsed.hasErrors()).isTrue();
        assertThat(parsed.problems()).allSatisfy(problem -> {
            assertThat(problem.what()).isNotBlank();
            assertThat(problem.remedy()).isNotBlank();
            assertThat(problem.line()).isBetween(1, text.split("\\R", -1).length + 1);
        });
    }

    @Property(tries = 200)
    void whatIsPrintedParsesToTheSame(@ForAll("nodes") List<FleetNode> nodes) {
        String text = "fleet: f\nsites: [{name: s}]\nnodes:\n"
                + nodes.stream().map(FleetFileTest::printed).collect(Collectors.joining());

        Parsed<Fleet> parsed = FleetFile.parse(text);

        assertThat(parsed.problems()).isEmpty();
        assertThat(parsed.value().nodes()).isEqualTo(nodes);
    }

    private static String printed(FleetNode node) {
        return "  - {name: \"%s\", kind: %s, site: s, roles: %s, addresses: %s, folders: %s, watch: {units: %s}, zfs: {manage: %s}}\n"
                .formatted(
                        node.name(),
                        node.kind().name().toLowerCase(Locale.ROOT),
                        node.roles(),
                        node.addresses(),
                        node.folders(),
                        node.watch().units(),
                        node.zfs().manage());
    }

    @Provide
    Arbitrary<List<FleetNode>> nodes() {
        return Combinators.combine(
                        some("storage", "reverse-proxy", "mongodb"),
                        some("nginx.service", "sanoid.timer", "stunnel@fleet.service"),
                        some("tank", "tank/sites", "zfs-hdd/pve/sub.vol-1:a"))
                .as(FleetFileTest::node)
                .list()
                .ofMinSize(1)
                .ofMaxSize(9)
                .map(all -> IntStream.range(0, all.size())
                        .mapToObj(i -> all.get(i).apply(i))
                        .toList());
    }

    private static Arbitrary<List<String>> some(String... words) {
        return Arbitraries.of(words).set().ofMaxSize(2).map(List::copyOf);
    }

    private static IntFunction<FleetNode> node(List<String> roles, List<String> units, List<String> managed) {
        return number -> new FleetNode(
                "node" + number,
                FleetNode.Kind.HOST,
                new FleetNode.Placement("s", null, null),
                roles,
                List.of("10.1.0." + number),
                List.of("folder" + number),
                new FleetNode.Watch(List.of(), units, List.of()),
                new FleetNode.Zfs(managed, List.of(), List.of(), List.of()));
    }

    @Provide
    Arbitrary<String> damaged() {
        return Mutations.of(EXAMPLE);
    }
}
