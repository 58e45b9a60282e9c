package org.openfoodfacts.brigade.zfssync.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredCopy;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredFile;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredNode;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredZfs;

class DeclaredPullsTest {
    private static final DeclaredCopy EXPECTED = new DeclaredCopy("backup/off", null, 1000L, null, 2);

    private static final String FILE = "confs/backup/sanoid/syncoid-args.conf";

    @Test
    void eachLineIsAPullOfTheNodeWhoseFolderHoldsTheFile() {
        DeclaredPulls declared = pulls("""
                # options, source, target
                --no-sync-snap --no-privilege-elevation --recursive op@192.0.2.1:tank/off backup/off
                --no-privilege-elevation --skip-parent --recursive --exclude=tmp --exclude-datasets=^tank/x op@web:tank/srv backup/srv
                tank/here backup/here
                """);

        assertThat(declared.problems()).isEmpty();
        assertThat(declared.pulls())
                .extracting(DeclaredPull::sourceNode, pull -> pull.origin().line(), DeclaredPull::datasets)
                .containsExactly(
                        tuple(
                                "web",
                                2,
                                new DeclaredPull.Datasets(
                                        "tank/off",
                                        "backup/off",
                                        true,
                                        true,
                                        List.of(),
                                        List.of("backup/off"),
                                        List.of(EXPECTED))),
                        tuple(
                                "web",
                                3,
                                new DeclaredPull.Datasets(
                                        "tank/srv",
                                        "backup/srv",
                                        true,
                                        false,
                                        List.of("tmp", "^tank/x"),
                                        List.of("backup/off"),
                                        List.of(EXPECTED))),
                        tuple(
                                "backup",
                                4,
                                new DeclaredPull.Datasets(
                                        "tank/here",
                                        "backup/here",
                                        false,
                                        true,
                                        List.of(),
                                        List.of("backup/off"),
                                        List.of(EXPECTED))));
    }

    @Test
    void anAddressThatSitesShareMeansTheOneAtThePullersSite() {
        assertThat(pulls("op@10.1.0.5:tank/a backup/a\n").pulls())
                .extracting(DeclaredPull::sourceNode)
                .containsExactly("near");
    }

    @Test
    void whatCannotBeUnderstoodIsToldWithItsPlace() {
        DeclaredPulls declared = pulls("""
                root@203.0.113.9:tank/off backup/off
                --exclude=( root@web:tank/a backup/a
                --no-such-option root@web:tank/a backup/b
                --no-stream root@web:tank/a backup/c
                """);

        assertThat(declared.problems())
                .extracting(PolicyProblem::node, PolicyProblem::file, PolicyProblem::line)
                .containsExactlyInAnyOrder(
                        tuple("backup", FILE, 1),
                        tuple("backup", FILE, 2),
                        tuple("backup", FILE, 3),
                        tuple("backup", FILE, 4));
        assertThat(declared.problems().get(0).what()).contains("'203.0.113.9'");
        assertThat(declared.problems().get(1).what()).contains("'(' is no pattern");
        assertThat(declared.problems())
                .filteredOn(problem -> problem.line() == 4)
                .extracting(PolicyProblem::what)
                .containsExactly("Brigade cannot do what this line asks for: --no-stream");
        assertThat(declared.pulls().get(1).datasets().excluded()).isEmpty();
        assertThat(declared.problems()).extracting(PolicyProblem::ordinal).doesNotHaveDuplicates();
    }

    @Test
    void aFileWithANulIsObjectedTo() {
        assertThat(DeclaredPulls.objection(fleet("a\0b")))
                .hasValueSatisfying(why -> assertThat(why).startsWith(FILE));
        assertThat(DeclaredPulls.objection(fleet("# nothing\n"))).isEmpty();
    }

    private static DeclaredPulls pulls(String text) {
        return DeclaredPulls.of(fleet(text));
    }

    private static FleetDeclared fleet(String text) {
        List<DeclaredNode> nodes = List.of(
                node("backup", "north", "192.0.2.9"),
                node("web", "south", "192.0.2.1"),
                node("near", "north", "10.1.0.5"),
                node("far", "south", "10.1.0.5"));
        List<DeclaredFile> files = List.of(
                new DeclaredFile("backup", "confs/backup/sanoid/sanoid.conf", "[backup]\nautosnap=no\n"),
                new DeclaredFile("backup", FILE, text));
        return new FleetDeclared(
                "f",
                "r",
                "c",
                nodes,
                List.of(),
                List.of(),
                List.of(),
                files,
                List.of(
                        new DeclaredZfs(
                                "backup",
                                List.of(),
                                List.of("backup/off"),
                                List.of(),
                                List.of(),
                                List.of(EXPECTED),
                                List.of()),
                        new DeclaredZfs("web", List.of("tank"), List.of("tank/other"), List.of(), List.of())));
    }

    private static DeclaredNode node(String name, String site, String address) {
        return new DeclaredNode(name, "host", site, null, null, List.of(), List.of(address), null);
    }
}
