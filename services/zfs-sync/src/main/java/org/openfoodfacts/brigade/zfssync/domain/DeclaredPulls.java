package org.openfoodfacts.brigade.zfssync.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.confs.Parsed;
import org.openfoodfacts.brigade.confs.Problem;
import org.openfoodfacts.brigade.confs.syncoid.Pull;
import org.openfoodfacts.brigade.confs.syncoid.SyncoidArgs;
import org.openfoodfacts.brigade.confs.syncoid.SyncoidArgsParser;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredCopy;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredFile;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredNode;

/** All pulls of a fleet, adopted from its {@code syncoid-args.conf} files as they are, and what is wrong in those. */
public record DeclaredPulls(List<DeclaredPull> pulls, List<PolicyProblem> problems) {
    private static final String FILE = "syncoid-args.conf";
    private static final Set<String> EXCLUDING = Set.of("exclude", "exclude-datasets");

    public DeclaredPulls {
        pulls = List.copyOf(pulls);
        problems = List.copyOf(problems);
    }

    public static DeclaredPulls of(FleetDeclared fleet) {
        List<DeclaredPull> pulls = new ArrayList<>();
        List<PolicyProblem> problems = new ArrayList<>();
        fleet.files().stream().filter(DeclaredPulls::isOfPulls).forEach(file -> {
            Parsed<SyncoidArgs> parsed = SyncoidArgsParser.parse(file.file(), file.text());
            parsed.value().pulls().forEach(pull -> {
                DeclaredPull declared = declared(fleet, file, pull);
                pulls.add(declared);
                objections(declared, pull).forEach(why -> problems.add(why.at(declared.origin(), problems.size())));
            });
            parsed.problems().forEach(problem -> problems.add(problem(file, problem, problems.size())));
        });
        return new DeclaredPulls(pulls, problems);
    }

    /** Why no such fleet can be stored; empty when it can. */
    public static Optional<String> objection(FleetDeclared fleet) {
        Stream<String> files =
                fleet.files().stream().filter(file -> isNoText(file.text())).map(DeclaredFile::file);
        Stream<String> uses = fleet.zfs().stream()
                .filter(zfs -> isNoText(zfs.toString()))
                .map(zfs -> "what uses the datasets of " + zfs.node());
        Stream<String> clones = fleet.stagingClones().stream()
                .filter(set -> isNoText(set.toString()))
                .map(set -> "the staging clones " + set.name().replace("\0", ""));
        return Stream.of(files, uses, clones)
                .flatMap(what -> what)
                .map(what -> what + " contains a NUL, which PostgreSQL cannot store")
                .findFirst();
    }

    private static boolean isNoText(String text) {
        return text.indexOf('\0') >= 0;
    }

    private static boolean isOfPulls(DeclaredFile file) {
        return file.file().endsWith("/" + FILE);
    }

    private static DeclaredPull declared(FleetDeclared fleet, DeclaredFile file, Pull pull) {
        String host = pull.source().host();
        return new DeclaredPull(
                new DeclaredPull.Origin(file.node(), file.file(), pull.line()),
                host,
                host.isEmpty() ? file.node() : node(fleet, host, file.node()).orElse(null),
                new DeclaredPull.Datasets(
                        pull.source().dataset(),
                        pull.target().dataset(),
                        pull.isRecursive(),
                        pull.bringsParent(),
                        excluded(pull).filter(DeclaredPulls::isPattern).toList(),
                        pulled(fleet, file.node()),
                        copies(fleet, file.node())),
                Transport.of(pull));
    }

    private static List<String> pulled(FleetDeclared fleet, String puller) {
        return fleet.zfs().stream()
                .filter(zfs -> zfs.node().equals(puller))
                .flatMap(zfs -> zfs.pulled().stream())
                .toList();
    }

    private static List<DeclaredCopy> copies(FleetDeclared fleet, String puller) {
        return fleet.zfs().stream()
                .filter(zfs -> zfs.node().equals(puller))
                .flatMap(zfs -> zfs.copies().stream())
                .toList();
    }

    /** By name, else by address; one that several sites use means the one at the puller's own. */
    private static Optional<String> node(FleetDeclared fleet, String host, String puller) {
        List<DeclaredNode> candidates = fleet.nodes().stream()
                .filter(node -> node.name().equals(host) || node.addresses().contains(host))
                .toList();
        String site = fleet.nodes().stream()
                .filter(node -> node.name().equals(puller))
                .map(DeclaredNode::site)
                .findFirst()
                .orElse("");
        return candidates.stream()
                .filter(node -> candidates.size() == 1 || site.equals(node.site()))
                .map(DeclaredNode::name)
                .findFirst();
    }

    private record Objection(String what, String remedy) {
        PolicyProblem at(DeclaredPull.Origin origin, int ordinal) {
            return new PolicyProblem(origin.node(), origin.file(), origin.line(), ordinal, false, what, remedy);
        }
    }

    private static List<Objection> objections(DeclaredPull declared, Pull pull) {
        List<Objection> objections = new ArrayList<>();
        if (declared.sourceNode() == null) {
            objections.add(new Objection(
                    "no declared node is called '" + declared.sourceHost() + "' or has that address, so the lag of "
                            + declared.datasets().target() + " cannot be watched",
                    "add it to the addresses of its node in fleet.yaml"));
        }
        if (declared.transport().objection() != null
                && !declared.datasets().pulled().isEmpty()) {
            objections.add(new Objection(
                    "Brigade cannot do what this line asks for: "
                            + declared.transport().objection(),
                    "remove the option, or leave the dataset to syncoid: take it out of zfs.pull in fleet.yaml"));
        }
        excluded(pull)
                .filter(pattern -> !isPattern(pattern))
                .map(pattern -> new Objection(
                        "'" + pattern + "' is no pattern, so what it should exclude is watched", "mend the pattern"))
                .forEach(objections::add);
        return objections;
    }

    private static Stream<String> excluded(Pull pull) {
        return pull.options().stream()
                .filter(option -> EXCLUDING.contains(option.name()))
                .map(Pull.Option::value);
    }

    private static boolean isPattern(String text) {
        try {
            Pattern.compile(text);
            return true;
        } catch (PatternSyntaxException e) {
            return false;
        }
    }

    private static PolicyProblem problem(DeclaredFile file, Problem problem, int ordinal) {
        return new PolicyProblem(
                file.node(), file.file(), problem.line(), ordinal, problem.isError(), problem.what(), problem.remedy());
    }
}
