package org.openfoodfacts.brigade.confs.lint.guests;

import java.util.List;
import org.openfoodfacts.brigade.confs.fleet.FleetNode;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Formats;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.source.Source;

/** Machines that the repository describes, in their folders or in {@code fleet.yaml}, and has no file of; many guests need none. */
final class EmptyMachineRule implements Rule {
    private static final RulePage PAGE = new RulePage(
            "machine-without-files",
            Severity.NOTE,
            "A machine is documented and has no files",
            """
            The machine is written about, and its configuration is on the machine alone: nobody sees what changes there, and it cannot be set \
            up anew from the repository. If the machine is gone, its folder misleads.""",
            "",
            new RulePage.Failing("confs/host1/README.md", """
                    --- confs/host1/README.md
                    The storage server of the second site.
                    """),
            """
            --- confs/host1/README.md
            The storage server of the second site.
            --- confs/host1/subuid
            root:100000:65536
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        checkDeclared(repository, findings);
        for (String machine : repository.machines()) {
            List<Source> files = repository.of(machine);
            if (files.stream().allMatch(EmptyMachineRule::isDocument)) {
                findings.add(
                        files.getFirst(),
                        0,
                        "the folder of " + machine
                                + " holds documents only, so nothing of the machine is checked or kept",
                        "copy its configuration to confs/" + machine + ", or move the document to docs");
            }
        }
    }

    private static void checkDeclared(Repository repository, Findings findings) {
        List<FleetNode> hosts = repository.fleet().stream()
                .flatMap(fleet -> fleet.nodes().stream())
                .filter(node -> node.kind() == FleetNode.Kind.HOST)
                .filter(node -> node.folders().stream()
                        .allMatch(folder -> repository.of(folder).isEmpty()))
                .toList();
        repository
                .all(Formats.FLEET)
                .forEach(fleet -> hosts.forEach(host -> findings.add(
                        fleet.source(),
                        0,
                        "the host " + host.name()
                                + " is declared and has no folder below confs, so nothing of it is checked or kept",
                        "copy its configuration to confs/" + host.name())));
    }

    private static boolean isDocument(Source source) {
        return source.fileName().endsWith(".md") || source.fileName().startsWith(".");
    }
}
