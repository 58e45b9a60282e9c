package org.openfoodfacts.brigade.confs.tree;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.openfoodfacts.brigade.confs.Parsed;
import org.openfoodfacts.brigade.confs.Problem;
import org.openfoodfacts.brigade.confs.fleet.Fleet;
import org.openfoodfacts.brigade.confs.fleet.FleetFile;
import org.openfoodfacts.brigade.confs.fleet.FleetNode;
import org.openfoodfacts.brigade.confs.proxmox.GuestConf;
import org.openfoodfacts.brigade.confs.proxmox.GuestParser;

/**
 * A configuration repository as typed values: what {@code fleet.yaml} declares, the files of {@code confs/}, and the guests that the
 * hosts' Proxmox files describe. {@code fleet} is null when there is no readable {@code fleet.yaml}; then a problem says so.
 */
public record ConfigurationTree(Fleet fleet, List<ConfFile> files, List<HostedGuest> guests, List<Problem> problems) {
    public ConfigurationTree {
        files = List.copyOf(files);
        guests = List.copyOf(guests);
        problems = List.copyOf(problems);
    }

    /** A guest's Proxmox file and the machine's folder it was found in. */
    public record HostedGuest(String folder, GuestConf guest) {}

    /** @throws IOException when {@code root} itself is no readable folder */
    public static ConfigurationTree read(Path root) throws IOException {
        Path real = root.toRealPath();
        List<Problem> problems = new ArrayList<>();
        Fleet fleet = fleet(real, problems);
        Parsed<List<ConfFile>> files = TreeWalker.walk(real);
        problems.addAll(files.problems());
        List<HostedGuest> guests = guests(files.value(), problems);
        return new ConfigurationTree(fleet, files.value(), guests, problems);
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

    private static Fleet fleet(Path root, List<Problem> problems) {
        Path file = root.resolve(FleetFile.NAME);
        if (!Files.isRegularFile(file) || leaves(root, file)) {
            problems.add(new Problem(
                    Problem.Severity.ERROR,
                    FleetFile.NAME,
                    0,
                    0,
                    "",
                    "there is no " + FleetFile.NAME + " at the top of the repository",
                    "write one; deploy/examples/fleet shows how"));
            return null;
        }
        return TreeText.read(FleetFile.NAME, file, Problem.Severity.ERROR, problems)
                .map(text -> {
                    Parsed<Fleet> parsed = FleetFile.parse(text);
                    problems.addAll(parsed.problems());
                    return parsed.value();
                })
                .orElse(null);
    }

    private static boolean leaves(Path root, Path file) {
        try {
            return !file.toRealPath().startsWith(root);
        } catch (IOException e) {
            return true;
        }
    }

    private static List<HostedGuest> guests(List<ConfFile> files, List<Problem> problems) {
        List<HostedGuest> guests = new ArrayList<>();
        for (ConfFile file : files) {
            if (GuestParser.isGuestFile(file.name())) {
                TreeText.read(file.name(), file.real(), Problem.Severity.WARNING, problems)
                        .map(text -> GuestParser.parse(file.name(), text))
                        .ifPresent(parsed -> {
                            problems.addAll(parsed.problems());
                            guests.add(new HostedGuest(file.folder(), parsed.value()));
                        });
            }
        }
        return guests;
    }
}
