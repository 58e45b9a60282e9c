package org.openfoodfacts.brigade.zfssync.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact.Dataset;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredClone;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredClones;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredMount;
import org.openfoodfacts.brigade.zfssync.domain.Dependent.Kind;
import org.openfoodfacts.brigade.zfssync.domain.Dependent.Place;
import org.openfoodfacts.brigade.zfssync.domain.DependentsPlanner.Known;
import org.openfoodfacts.brigade.zfssync.domain.StructureChange.Action;

class DependentsPlannerTest extends DependentsSample {
    @Test
    void childrenGoAlongAndAloneForbidNothing() {
        Known known = known("tank", "tank/off", "tank/off/img", "tank/offside");

        assertThat(destroying("tank/off", known)).singleElement().satisfies(child -> {
            assertThat(child.kind()).isEqualTo(Kind.CHILD);
            assertThat(child.name()).isEqualTo("tank/off/img");
            assertThat(child.place()).isEqualTo(new Place("n1", "tank/off/img", null, null));
            assertThat(child.forbids()).isFalse();
        });
        assertThat(destroying("tank/offside", known)).isEmpty();
    }

    @Test
    void aCloneOutsideForbidsToDestroyItsOriginAndOneInsideDoesNot() {
        Known known = known(
                List.of(
                        dataset("tank/off", null),
                        dataset("tank/off/img", null),
                        dataset("tank/off/own", "tank/off@s1"),
                        dataset("tank/staging", "tank/off/img@s2")),
                Map.of("tank/off/img", List.of(snapshot("s2", List.of(), List.of("tank/staging", "tank/new")))),
                List.of(),
                policies(""),
                uses());

        assertThat(destroying("tank/off", known))
                .filteredOn(one -> one.kind() == Kind.CLONE)
                .extracting(Dependent::name)
                .as("told by its origin, and by its snapshot before the facts show it; each once")
                .containsExactly("tank/new", "tank/staging");
        assertThat(forbidding(destroying("tank/off", known))).isEqualTo(2);
        assertThat(renaming("tank/off", known)).filteredOn(Dependent::forbids).isEmpty();
        assertThat(destroying("tank/staging", known)).isEmpty();
    }

    @Test
    void aHeldSnapshotOfAChildForbidsToDestroyItsParent() {
        Known known = known(
                List.of(dataset("tank/off", null), dataset("tank/off/img", null)),
                Map.of("tank/off/img", List.of(snapshot("s1", List.of("keep"), List.of()))),
                List.of(),
                policies(""),
                uses());

        assertThat(destroying("tank/off", known))
                .filteredOn(one -> one.kind() == Kind.HOLD)
                .singleElement()
                .satisfies(hold -> {
                    assertThat(hold.dataset()).isEqualTo("tank/off/img");
                    assertThat(hold.name()).isEqualTo("tank/off/img@s1");
                    assertThat(hold.breaks()).contains("keep");
                    assertThat(hold.forbids()).isTrue();
                });
    }

    @Test
    void aPairForbidsBothChangesAtBothItsEnds() {
        Known known = known(
                List.of(dataset("tank/off", null), dataset("tank/copy", null)),
                Map.of(),
                List.of(pair("n1", "tank/off", "n2", "b/off"), pair(null, "x/y", "n1", "tank/copy")),
                policies(""),
                uses());

        for (Action action : Action.values()) {
            assertThat(plan("tank/off", action, known)).singleElement().satisfies(source -> {
                assertThat(source.kind()).isEqualTo(Kind.PAIR_SOURCE);
                assertThat(source.name()).isEqualTo("n2:b/off");
                assertThat(source.place()).isEqualTo(new Place("n2", null, PULLS, 7));
                assertThat(source.forbids()).isTrue();
            });
            assertThat(plan("tank/copy", action, known))
                    .extracting(Dependent::kind, Dependent::name, Dependent::forbids)
                    .containsExactly(tuple(Kind.PAIR_COPY, "?:x/y", true));
        }
    }

    @Test
    void aCopyWhoseSourceIsNotShownMayBeAllThatIsLeft() {
        Pair lost = pair(new Pair.Side("n2", "b/off", false, null, null), "n1", "tank/copy");
        Known known = known(List.of(dataset("tank/copy", null)), Map.of(), List.of(lost), policies(""), uses());

        assertThat(plan("tank/copy", Action.DESTROY, known)).singleElement().satisfies(copy -> {
            assertThat(copy.forbids()).isTrue();
            assertThat(copy.breaks()).contains("all that is left", "exclude it in the line");
        });
    }

    @Test
    void whatLiesBelowALineWhoseSourceNobodyShowsMayBeItsCopy() {
        UnseenPull pull = new UnseenPull(
                new DeclaredPull.Origin("n1", PULLS, 4),
                "otherassoc",
                "far/x",
                "tank/copy",
                List.of(Pattern.compile("/tmp$"), Pattern.compile("^tank/")));
        Known known = new Known(
                Stream.of("tank/copy", "tank/copy/a", "tank/copy/a/b", "tank/copy/a/tmp", "tank/copying", "tank/other")
                        .map(name -> dataset(name, null))
                        .toList(),
                Map.of(),
                List.of(pair(null, "far/x", "n1", "tank/copy")),
                List.of(pull),
                policies(""),
                uses(),
                List.of());

        for (Action action : Action.values()) {
            assertThat(plan("tank/copy/a", action, known))
                    .filteredOn(one -> one.kind() == Kind.PAIR_COPY)
                    .as("all but what the line excludes, by the name at the source")
                    .extracting(Dependent::dataset, Dependent::name, Dependent::place, Dependent::forbids)
                    .containsExactly(
                            tuple("tank/copy/a", "otherassoc:far/x/a", new Place("n1", null, PULLS, 4), true),
                            tuple("tank/copy/a/b", "otherassoc:far/x/a/b", new Place("n1", null, PULLS, 4), true));
            assertThat(plan("tank/copy/a/tmp", action, known)).isEmpty();
            assertThat(plan("tank/other", action, known)).isEmpty();
            assertThat(plan("tank/copying", action, known)).isEmpty();
            assertThat(plan("tank/copy", action, known))
                    .filteredOn(one -> one.dataset().equals("tank/copy") && one.kind() == Kind.PAIR_COPY)
                    .as("the pair, once")
                    .hasSize(1);
        }
        assertThat(destroying("tank/copy/a/b", known))
                .singleElement()
                .satisfies(copy -> assertThat(copy.breaks())
                        .isEqualTo("it may be brought by " + PULLS
                                + ":4 from otherassoc, of which no fact shows what it has;"
                                + " then it may be all that is left; if it is to go, exclude it in the line first"));
    }

    @Test
    void aSetOfStagingClonesForbidsBothChangesOfWhatItIsMadeOfAndOfItsClones() {
        Known known = staging(new StagingClones(new DeclaredClones(
                "staging",
                "n1",
                null,
                null,
                List.of(
                        new DeclaredClone("tank/off", "tank/staging/off"),
                        new DeclaredClone("tank/off/img", "tank/img")),
                List.of())));

        for (Action action : Action.values()) {
            assertThat(plan("tank/off", action, known))
                    .filteredOn(one -> one.kind() == Kind.STAGING)
                    .extracting(Dependent::dataset, Dependent::name, Dependent::place, Dependent::forbids)
                    .containsExactly(
                            tuple(
                                    "tank/off",
                                    "staging: tank/staging/off",
                                    new Place("n1", null, "fleet.yaml", null),
                                    true),
                            tuple(
                                    "tank/off/img",
                                    "staging: tank/img",
                                    new Place("n1", null, "fleet.yaml", null),
                                    true));
            assertThat(plan("tank/staging", action, known))
                    .filteredOn(Dependent::forbids)
                    .extracting(Dependent::dataset, Dependent::name)
                    .containsExactly(tuple("tank/staging/off", "staging: clone of tank/off"));
            assertThat(plan("tank/offside", action, known)).isEmpty();
        }
        assertThat(destroying("tank/off/img", known))
                .singleElement()
                .satisfies(one -> assertThat(one.breaks()).contains("every refresh of staging fails"));
    }

    @Test
    void aSetOfStagingClonesOfAnotherNodeIsNoneOfThisOne() {
        Known known = staging(new StagingClones(new DeclaredClones(
                "staging", "n2", null, null, List.of(new DeclaredClone("tank/off", "tank/staging/off")), List.of())));

        assertThat(forbidding(destroying("tank/off", known))).isZero();
    }

    private static Known staging(StagingClones set) {
        return new Known(
                Stream.of("tank/off", "tank/off/img", "tank/offside", "tank/staging", "tank/staging/off", "tank/img")
                        .map(name -> dataset(name, null))
                        .toList(),
                Map.of(),
                List.of(),
                List.of(),
                policies(""),
                uses(),
                List.of(set));
    }

    @Property
    void whateverForbidsAChangeOfAChildForbidsThatOfItsParent(
            @ForAll("trees") List<String> names, @ForAll Action action) {
        Known known = tree(names);

        for (String name : names) {
            String parent = name.substring(0, Math.max(name.lastIndexOf('/'), 0));
            if (names.contains(parent)) {
                assertThat(plan(parent, action, known))
                        .containsAll(plan(name, action, known).stream()
                                .filter(one -> one.forbids() && one.kind() != Kind.CLONE)
                                .toList());
            }
        }
    }

    @Property
    void nothingOutsideOfTheTreeIsEverNamed(@ForAll("trees") List<String> names, @ForAll Action action) {
        Known known = tree(names);

        for (String name : names) {
            assertThat(plan(name, action, known))
                    .allMatch(one -> one.dataset().equals(name) || one.dataset().startsWith(name + "/"))
                    .filteredOn(one -> one.kind() == Kind.CLONE)
                    .noneMatch(one -> one.name().startsWith(name + "/"));
        }
    }

    @Test
    void tenThousandDatasetsAreOnePass() {
        String[] names = Stream.concat(
                        Stream.of("tank"), IntStream.range(0, 10_000).mapToObj(i -> "tank/a" + i % 100 + "/b" + i))
                .toArray(String[]::new);
        DeclaredMount[] mounts = IntStream.range(0, 10_000)
                .mapToObj(i -> mount("/tank/a" + i % 100 + "/b" + i + "/deep", null))
                .toArray(DeclaredMount[]::new);
        Known known = known(uses(mounts), names);

        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();

        List<Dependent> found = destroying("tank", known);

        assertThat(found).hasSize(20_000);
        assertThat(Duration.ofNanos(threads.getCurrentThreadCpuTime() - before))
                .as("of the processor, which others may have meanwhile")
                .isLessThan(Duration.ofSeconds(5));
    }

    @Provide
    Arbitrary<List<String>> trees() {
        return Arbitraries.of("a", "b", "a/a", "a/b", "a/ab", "b/a", "a/a/a", "a/a/b", "ab", "ab/a")
                .map(name -> "tank/" + name)
                .list()
                .uniqueElements()
                .ofMaxSize(10);
    }

    /** Everything of a tree has a hold, a pair, a mount, a section, and the first a clone of the next. */
    private static Known tree(List<String> names) {
        List<Dataset> datasets = IntStream.range(0, names.size())
                .mapToObj(i -> dataset(names.get(i), names.get((i + 1) % names.size()) + "@s"))
                .toList();
        return known(
                datasets,
                names.stream()
                        .collect(Collectors.toMap(
                                name -> name, name -> List.of(snapshot("s", List.of("h"), List.of())))),
                names.stream().map(name -> pair("n1", name, "n2", "b/" + name)).toList(),
                policies(String.join(
                        "", names.stream().map(name -> "[" + name + "]\n").toList())),
                uses(names.stream().map(name -> mount("/" + name, null)).toArray(DeclaredMount[]::new)));
    }
}
