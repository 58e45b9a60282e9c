package org.openfoodfacts.brigade.inventory.domain;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.confs.Problem;
import org.openfoodfacts.brigade.confs.fleet.FleetNode;
import org.openfoodfacts.brigade.confs.tree.ConfigurationTree;
import org.openfoodfacts.brigade.confs.tree.ConfigurationTree.PolicyFile;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredFile;

/** The nodes' snapshot policies and pulls, as their folders hold them, for the service that decides by them. */
final class PolicyFiles {
    /** The whole fleet is one record, for which Kafka takes a million bytes; real ones have some thousand. */
    private static final int MOST_CHARACTERS = 400_000;

    private PolicyFiles() {}

    static List<DeclaredFile> of(ConfigurationTree tree) {
        return tree.policies().stream()
                .flatMap(file ->
                        owner(tree, file).map(node -> new DeclaredFile(node.name(), file.name(), file.text())).stream())
                .toList();
    }

    private static Optional<FleetNode> owner(ConfigurationTree tree, PolicyFile file) {
        return tree.fleet().nodes().stream()
                .filter(node -> node.folders().contains(file.folder()))
                .findFirst();
    }

    /** What keeps the files from being published. */
    static Stream<Problem> problems(List<DeclaredFile> files) {
        long characters = files.stream().mapToLong(file -> file.text().length()).sum();
        return characters <= MOST_CHARACTERS
                ? files.stream().filter(file -> file.text().indexOf('\0') >= 0).map(PolicyFiles::noText)
                : files.stream()
                        .max((a, b) ->
                                Integer.compare(a.text().length(), b.text().length()))
                        .map(largest -> tooLarge(largest, characters))
                        .stream();
    }

    private static Problem noText(DeclaredFile file) {
        return error(file, "the file holds a NUL, so it is no text", "take it back from git's history");
    }

    private static Problem tooLarge(DeclaredFile largest, long characters) {
        String what =
                "the fleet's sanoid.conf and syncoid-args.conf have %d characters together, %d are the most; this one has %d"
                        .formatted(characters, MOST_CHARACTERS, largest.text().length());
        return error(largest, what, "make it smaller");
    }

    private static Problem error(DeclaredFile file, String what, String remedy) {
        return new Problem(Problem.Severity.ERROR, file.file(), 0, 0, "", what, remedy);
    }
}
