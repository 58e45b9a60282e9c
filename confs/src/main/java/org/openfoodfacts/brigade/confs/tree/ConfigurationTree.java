package org.openfoodfacts.brigade.confs.tree;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.confs.Parsed;
import org.openfoodfacts.brigade.confs.Problem;
import org.openfoodfacts.brigade.confs.exports.Export;
import org.openfoodfacts.brigade.confs.exports.ExportsParser;
import org.openfoodfacts.brigade.confs.fleet.Fleet;
import org.openfoodfacts.brigade.confs.fleet.FleetFile;
import org.openfoodfacts.brigade.confs.fleet.FleetNode;
import org.openfoodfacts.brigade.confs.proxmox.GuestConf;
import org.openfoodfacts.brigade.confs.proxmox.GuestParser;
import org.openfoodfacts.brigade.confs.proxmox.SectionConfig;
import org.openfoodfacts.brigade.confs.proxmox.SectionConfigParser;
import org.openfoodfacts.brigade.confs.source.Entry;
import org.openfoodfacts.brigade.confs.source.EntryTree;
import org.openfoodfacts.brigade.confs.source.FolderReader;
import org.openfoodfacts.brigade.confs.source.Source;
import org.openfoodfacts.brigade.confs.source.Sources;

/**
 * A configuration repository as typed values: what {@code fleet.yaml} declares, the files of {@code confs/}, their snapshot policies and pulls, the guests that the
 * hosts' Proxmox files describe, the storages these lie on, and what NFS gives away. {@code fleet} is null when there is no readable {@code fleet.yaml}; then a problem says so.
 */
public record ConfigurationTree(
        Fleet fleet,
        List<Source> files,
        List<PolicyFile> policies,
        List<HostedGuest> guests,
        List<HostedStorages> storages,
        List<HostedExports> exports,
        List<Problem> problems) {
    private static final Set<String> POLICIES = Set.of("sanoid.conf", "syncoid-args.conf");

    public ConfigurationTree {
        files = List.copyOf(files);
        policies = List.copyOf(policies);
        guests = List.copyOf(guests);
        storages = List.copyOf(storages);
        exports = List.copyOf(exports);
        problems = List.copyOf(problems);
    }

    /** A {@code sanoid.conf} or {@code syncoid-args.conf} as it is written: read at once, since the folder may be gone when somebody asks. */
    public record PolicyFile(String folder, String name, String text) {}

    /** A guest's Proxmox file and the machine's folder it was found in. */
    public record HostedGuest(String folder, GuestConf guest) {}

    /** A host's {@code storage.cfg}. */
    public record HostedStorages(String folder, SectionConfig storages) {}

    /** A machine's file of NFS exports. */
    public record HostedExports(String folder, String file, List<Export> exports) {
        public HostedExports {
            exports = List.copyOf(exports);
        }
    }

    /** @throws IOException when {@code root} itself is no readable folder, or holds too many files */
    public static ConfigurationTree read(Path root) throws IOException {
        EntryTree tree = FolderReader.read(root);
        Sources sources = Sources.of(tree);
        List<Problem> problems = new ArrayList<>();
        tooLarge(tree).forEach(problems::add);
        Fleet fleet = fleet(sources, problems);
        sources.problems().stream()
                .filter(problem -> isBelowConfs(problem.file()))
                .forEach(problems::add);
        List<Source> files = sources.all().stream()
                .filter(source -> isBelowConfs(source.name()))
                .toList();
        List<PolicyFile> policies = files.stream()
                .filter(file -> POLICIES.contains(file.fileName()))
                .map(file ->
                        new PolicyFile(file.folder(), file.name(), file.text().all()))
                .toList();
        return new ConfigurationTree(
                fleet, files, policies, guests(files, problems), storages(files), exports(files, problems), problems);
    }

    private static boolean isBelowConfs(String name) {
        return name.startsWith("confs/");
    }

    public boolean hasErrors() {
        return problems.stream().anyMatch(Problem::isError);
    }

    /** What Proxmox knows of each declared guest that a file of its host describes, by the node's name. */
    public Map<String, GuestConf> guestsByNode() {
        Map<String, FleetNode> nodes = new HashMap<>();
        fleet.nodes().forEach(node -> nodes.put(node.name(), node));
        Map<String, GuestConf> found = new HashMap<>();
        fleet.guests()
                .forEach(node -> confOf(node, nodes.get(node.placement().host()))
                        .ifPresent(guest -> found.put(node.name(), guest)));
        return found;
    }

    private Optional<GuestConf> confOf(FleetNode node, FleetNode host) {
        return guests.stream()
                .filter(hosted -> host != null && host.folders().contains(hosted.folder()))
                .map(HostedGuest::guest)
                .filter(guest -> Objects.equals(guest.vmid(), node.placement().vmid()))
                .findFirst();
    }

    private static Stream<Problem> tooLarge(EntryTree tree) {
        return tree.entries().entrySet().stream()
                .filter(entry -> entry.getValue() instanceof Entry.File file && file.size() > Source.MAX_BYTES)
                .map(Map.Entry::getKey)
                .filter(name -> name.equals(FleetFile.NAME) || (isBelowConfs(name) && GuestParser.isGuestFile(name)))
                .map(name -> problem(
                        name.equals(FleetFile.NAME) ? Problem.Severity.ERROR : Problem.Severity.WARNING,
                        name,
                        "the file is larger than " + Source.MAX_BYTES + " bytes",
                        "it is not read: make it smaller"));
    }

    private static Problem problem(Problem.Severity severity, String name, String what, String remedy) {
        return new Problem(severity, name, 0, 0, "", what, remedy);
    }

    /** Null, with a problem, when there is none. */
    private static Fleet fleet(Sources sources, List<Problem> problems) {
        Optional<Source> file = sources.all().stream()
                .filter(source -> source.name().equals(FleetFile.NAME))
                .findFirst();
        if (file.isEmpty()) {
            if (problems.stream().noneMatch(problem -> problem.file().equals(FleetFile.NAME))) {
                problems.add(problem(
                        Problem.Severity.ERROR,
                        FleetFile.NAME,
                        "there is no " + FleetFile.NAME + " at the top of the repository",
                        "write one; deploy/examples/fleet shows how"));
            }
            return null;
        }
        Parsed<Fleet> parsed = FleetFile.parse(file.get().text().all());
        problems.addAll(parsed.problems());
        return parsed.value();
    }

    private static List<HostedGuest> guests(List<Source> files, List<Problem> problems) {
        List<HostedGuest> guests = new ArrayList<>();
        for (Source file : files) {
            if (GuestParser.isGuestFile(file.name())) {
                Parsed<GuestConf> parsed =
                        GuestParser.parse(file.name(), file.text().all());
                problems.addAll(parsed.problems());
                guests.add(new HostedGuest(file.folder(), parsed.value()));
            }
        }
        return guests;
    }

    private static List<HostedStorages> storages(List<Source> files) {
        return files.stream()
                .filter(file -> file.inFolder().equals("pve/storage.cfg"))
                .map(file -> new HostedStorages(
                        file.folder(),
                        SectionConfigParser.parse(file.name(), file.text().all())
                                .value()))
                .toList();
    }

    private static List<HostedExports> exports(List<Source> files, List<Problem> problems) {
        List<HostedExports> exports = new ArrayList<>();
        for (Source file : files) {
            if (ExportsParser.isExportsFile(file.name())) {
                Parsed<List<Export>> parsed =
                        ExportsParser.parse(file.name(), file.text().all());
                problems.addAll(parsed.problems());
                exports.add(new HostedExports(file.folder(), file.name(), parsed.value()));
            }
        }
        return exports;
    }
}
