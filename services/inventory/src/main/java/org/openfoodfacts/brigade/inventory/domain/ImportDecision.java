package org.openfoodfacts.brigade.inventory.domain;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.confs.Problem;
import org.openfoodfacts.brigade.confs.fleet.Fleet.Site;
import org.openfoodfacts.brigade.confs.tree.ConfigurationTree;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared;

/** What becomes of a configuration repository that was read at a commit. */
public sealed interface ImportDecision {

    List<Problem> problems();

    /** This fleet replaces the one before. {@code guests} by node; {@code problems} are warnings. */
    record TakenOver(FleetDeclared fleet, List<Site> sites, Map<String, ProxmoxGuest> guests, List<Problem> problems)
            implements ImportDecision {
        public TakenOver {
            sites = List.copyOf(sites);
            guests = Map.copyOf(guests);
            problems = List.copyOf(problems);
        }
    }

    /** The repository says what it said before: nothing is published. */
    record Unchanged(FleetDeclared fleet, List<Problem> problems) implements ImportDecision {
        public Unchanged {
            problems = List.copyOf(problems);
        }
    }

    /** It has errors, so the fleet before stays. */
    record Refused(List<Problem> problems) implements ImportDecision {
        public Refused {
            problems = List.copyOf(problems);
        }
    }

    /** @param current the fleet as last taken over, null when there was none */
    static ImportDecision of(
            FleetDeclared current, ConfigurationTree tree, RepositoryAddress repository, String commit) {
        if (tree.hasErrors() || tree.fleet() == null) {
            return new Refused(tree.problems());
        }
        FleetDeclared read = FleetMapping.declared(tree, repository, commit);
        List<Problem> unfit = Stream.concat(PolicyFiles.problems(read.files()), DatasetUses.problems(read.zfs()))
                .toList();
        if (!unfit.isEmpty()) {
            return new Refused(unfit);
        }
        if (current != null && !current.fleet().equals(read.fleet())) {
            return new Refused(List.of(renamed(current.fleet(), read.fleet())));
        }
        if (read.equals(current)) {
            return new Unchanged(read, tree.problems());
        }
        Map<String, ProxmoxGuest> guests = tree.guestsByNode().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> ProxmoxGuest.of(e.getValue())));
        return new TakenOver(read, tree.fleet().sites(), guests, tree.problems());
    }

    private static Problem renamed(String from, String to) {
        return new Problem(
                Problem.Severity.ERROR,
                "fleet.yaml",
                0,
                0,
                "fleet",
                "this suite runs the fleet '" + from + "', and this is '" + to + "'",
                "keep the name; another fleet needs a suite of its own");
    }
}
