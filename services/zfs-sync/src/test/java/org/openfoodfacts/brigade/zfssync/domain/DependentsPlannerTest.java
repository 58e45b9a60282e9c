package org.openfoodfacts.brigade.zfssync.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.List;
import java.util.Map;
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
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredExport;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredMount;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredZfs;
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
        Known known = new Known(
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
        Known known = new Known(
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
        Known known = new Known(
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
        Known known = new Known(List.of(dataset("tank/copy", null)), Map.of(), List.of(lost), policies(""), uses());

        assertThat(plan("tank/copy", Action.DESTROY, known)).singleElement().satisfies(copy -> {
            assertThat(copy.forbids()).isTrue();
            assertThat(copy.breaks()).contains("all that is left", "exclude it in the line");
        });
    }

    @Test
    void aPolicyForbidsToRenameWhatItNamesAndIsIdleWhenThatIsDestroyed() {
        Known known = new Known(
                List.of(dataset("tank/off", null), dataset("tank/off/img", null)),
                Map.of(),
                List.of(),
                new NodePolicies(
                        "n1",
                        SANOID,
                        "[tank/off]\nuse_template=a,b\nrecursive=yes\n[tank/off/img]\n",
                        List.of("tank/off", "tank/else")),
                uses());

        List<Dependent> renamed = renaming("tank/off", known);
        assertThat(renamed)
                .filteredOn(one -> one.kind() == Kind.POLICY)
                .extracting(
                        Dependent::name,
                        one -> one.place().file(),
                        one -> one.place().line(),
                        Dependent::forbids)
                .containsExactly(
                        tuple("[tank/off] use_template = a, b", SANOID, 1, true),
                        tuple("zfs.manage: tank/off", "fleet.yaml", null, true),
                        tuple("[tank/off/img]", SANOID, 4, true));
        assertThat(forbidding(destroying("tank/off", known))).isZero();
    }

    @Test
    void aPolicyFromAboveIsNamedWhenTheNewNameMayLeaveIt() {
        Known known = new Known(
                List.of(dataset("tank/off", null), dataset("tank/off/img", null)),
                Map.of(),
                List.of(),
                policies("[tank/off]\nrecursive=yes\n"),
                uses());

        assertThat(renaming("tank/off/img", known)).singleElement().satisfies(policy -> {
            assertThat(policy.name()).isEqualTo("[tank/off]");
            assertThat(policy.forbids()).isFalse();
            assertThat(policy.breaks()).contains("below tank/off");
        });
        assertThat(destroying("tank/off/img", known)).isEmpty();
    }

    @Test
    void aMountIsThatOfTheDatasetWhichHoldsThePath() {
        Known known = known(
                uses(mount("/tank//off/", null), mount("/tank/off/img/deep/er", null), mount("/srv/x", null)),
                "tank/off",
                "tank/off/img");

        assertThat(destroying("tank/off/img", known)).singleElement().satisfies(mount -> {
            assertThat(mount.kind()).isEqualTo(Kind.MOUNT);
            assertThat(mount.name()).isEqualTo("shop mp0 at /mnt");
            assertThat(mount.place()).isEqualTo(new Place("n1", null, GUEST, 3));
            assertThat(mount.breaks()).contains("shop", "/mnt");
            assertThat(mount.forbids()).isTrue();
        });
        assertThat(forbidding(renaming("tank/off", known))).isEqualTo(2);
    }

    @Test
    void aVolumeIsFoundByStorageCfgElseInThePoolOfThatNameElseByItsOwn() {
        String[] datasets = {"hdd/subvol-1-disk-0", "nvme/subvol-1-disk-0", "hdd/pve/subvol-2-disk-0"};

        assertThat(holders(mount("nvme:subvol-1-disk-0", null), datasets)).containsExactly("nvme/subvol-1-disk-0");
        assertThat(holders(mount("any:subvol-1-disk-0", null), datasets))
                .containsExactly("hdd/subvol-1-disk-0", "nvme/subvol-1-disk-0");
        assertThat(holders(mount("any:subvol-1-disk-0", "hdd/subvol-1-disk-0"), datasets))
                .containsExactly("hdd/subvol-1-disk-0");
        assertThat(holders(mount("any:base-9-disk-0/subvol-2-disk-0", null), datasets))
                .containsExactly("hdd/pve/subvol-2-disk-0");
        assertThat(holders(mount("local:iso/debian.iso", null), datasets)).isEmpty();
        assertThat(holders(mount("none", null), datasets)).isEmpty();
        assertThat(holders(mount("/dev/zvol/hdd/pve/subvol-2-disk-0", null), datasets))
                .containsExactly("hdd/pve/subvol-2-disk-0");
        assertThat(holders(mount("/dev/disk/by-id/nvme-1", null), "hdd")).isEmpty();
    }

    @Test
    void anExportForbidsAndNamesItsClients() {
        DeclaredZfs uses = new DeclaredZfs(
                "n1",
                List.of(),
                List.of(),
                List.of(),
                List.of(
                        new DeclaredExport("/tank/off", List.of("10.0.0.9(ro)"), "confs/n1/exports", 2),
                        new DeclaredExport("/tank/off", List.of(), "confs/n1/exports", 3)));

        for (Action action : Action.values()) {
            assertThat(plan("tank/off", action, known(uses, "tank/off")))
                    .extracting(Dependent::kind, Dependent::name, Dependent::forbids)
                    .containsExactly(
                            tuple(Kind.EXPORT, "/tank/off for 10.0.0.9(ro)", true),
                            tuple(Kind.EXPORT, "/tank/off for everybody", true));
        }
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

        List<Dependent> found = assertTimeout(Duration.ofSeconds(5), () -> destroying("tank", known));

        assertThat(found).hasSize(20_000);
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
        return new Known(
                datasets,
                names.stream()
                        .collect(Collectors.toMap(
                                name -> name, name -> List.of(snapshot("s", List.of("h"), List.of())))),
                names.stream().map(name -> pair("n1", name, "n2", "b/" + name)).toList(),
                policies(String.join(
                        "", names.stream().map(name -> "[" + name + "]\n").toList())),
                uses(names.stream().map(name -> mount("/" + name, null)).toArray(DeclaredMount[]::new)));
    }

    private static List<String> holders(DeclaredMount mount, String... datasets) {
        return Stream.of("hdd", "nvme")
                .flatMap(pool -> destroying(pool, known(uses(mount), datasets)).stream())
                .filter(one -> one.kind() == Kind.MOUNT)
                .map(Dependent::dataset)
                .toList();
    }
}
