package org.openfoodfacts.brigade.zfssync.domain;

import java.util.Optional;
import org.openfoodfacts.brigade.confs.Parsed;
import org.openfoodfacts.brigade.confs.Problem;
import org.openfoodfacts.brigade.confs.sanoid.SanoidFile;
import org.openfoodfacts.brigade.confs.sanoid.SanoidParser;
import org.openfoodfacts.brigade.contracts.NodeName;

/** What somebody wants to know before changing a policy: a node, the whole {@code sanoidConf} it would have, and one dataset or all (null). */
public record SimulationWish(String node, String dataset, String sanoidConf) {
    private static final String FILE = "sanoidConf";
    private static final int LONGEST = 100_000;

    /** The first field that is missing or cannot be; empty when the wish is of the right form. */
    public Optional<SnapshotWish.Objection> objection() {
        if (!NodeName.isValid(node)) {
            return wrong("node", "must be 1 to 63 of a-z, 0-9 and '-', neither first nor last a '-'");
        }
        if (sanoidConf == null) {
            return wrong(FILE, "is missing; send the whole file as it would be");
        }
        if (sanoidConf.length() > LONGEST) {
            return wrong(FILE, "must have at most " + LONGEST + " characters");
        }
        Parsed<SanoidFile> parsed = SanoidParser.parse(FILE, sanoidConf);
        return parsed.problems().stream()
                .filter(Problem::isError)
                .findFirst()
                .map(problem -> new SnapshotWish.Objection(
                        FILE, "line " + problem.line() + ": " + problem.what() + "; " + problem.remedy()));
    }

    private static Optional<SnapshotWish.Objection> wrong(String field, String detail) {
        return Optional.of(new SnapshotWish.Objection(field, detail));
    }

    boolean asksFor(String name) {
        return dataset == null || DatasetName.isAtOrBelow(name, dataset);
    }

    NodePolicies asDeclared(NodePolicies today) {
        return new NodePolicies(node, FILE, sanoidConf, today.managed(), today.policies());
    }
}
