package org.openfoodfacts.brigade.confs.draft;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.confs.Networks;
import org.openfoodfacts.brigade.confs.lint.Format.Read;
import org.openfoodfacts.brigade.confs.lint.Formats;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.proxmox.GuestConf;
import org.openfoodfacts.brigade.confs.source.Source;

/**
 * Drafts the {@code fleet.yaml} that a tree implies: its hosts are the machines with Proxmox files, its guests those that the files
 * describe. Sites, roles and a guest's folder are guessed, and marked so.
 */
public final class FleetDraft {
    private static final Pattern CLIENT = Pattern.compile("(?mi)^\\s*client\\s*=\\s*yes\\s*$");
    private static final int LONGEST_NAME = 63;

    private final Repository repository;
    private final Map<String, List<GuestConf>> guestsByHost = new TreeMap<>();
    private final List<DraftedNode> nodes = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final Set<String> addresses = new HashSet<>();
    private final Set<String> folders = new TreeSet<>();

    private FleetDraft(Repository repository) {
        this.repository = repository;
    }

    /** The text, ending with a line break. It has no node when no machine of the tree has Proxmox files. */
    public static String of(Repository repository) {
        return new FleetDraft(repository).draft();
    }

    private String draft() {
        for (Read<GuestConf> read : repository.all(Formats.GUEST)) {
            guestsByHost
                    .computeIfAbsent(read.source().folder(), _ -> new ArrayList<>())
                    .add(read.value());
        }
        guestsByHost.remove(Repository.SHARED);
        guestsByHost.keySet().forEach(this::addHost);
        guestsByHost.forEach((host, guests) -> guests.forEach(guest -> addGuest(host, guest)));
        List<String> left = repository.machines().stream()
                .filter(folder -> !folders.contains(folder))
                .toList();
        return DraftText.of(nodes, left);
    }

    private void addHost(String folder) {
        folders.add(folder);
        nodes.add(new DraftedNode(
                unique(label(folder), folder), site(folder), null, null, roles(folder), List.of(), folder));
    }

    private void addGuest(String host, GuestConf guest) {
        String site = site(host);
        String name = guest.name().isBlank() ? host + "-" + guest.vmid() : guest.name();
        String folder = folder(host, label(name));
        List<String> its = guest.networks().stream()
                .flatMap(network -> Stream.of(text(network.address4()), text(network.address6())))
                .filter(address -> address.contains("/"))
                .map(address -> address.substring(0, address.indexOf('/')))
                .filter(address -> !Networks.wrapsIpv4(address))
                .filter(address -> addresses.add(site + " " + address))
                .toList();
        String hostName = label(host);
        List<String> roles = folder == null ? List.of() : roles(folder);
        nodes.add(new DraftedNode(unique(label(name), host), site, hostName, guest.vmid(), roles, its, folder));
    }

    private static String text(String text) {
        return text == null ? "" : text;
    }

    /** The name, with the host's before it when another machine has it. */
    private String unique(String name, String host) {
        String unique = names.contains(name) ? label(host + "-" + name) : name;
        for (int i = 2; !names.add(unique); i++) {
            unique = label(host + "-" + name + "-" + i);
        }
        return unique;
    }

    /** A DNS label. */
    private static String label(String text) {
        String label =
                text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]", "-").replaceAll("^-+", "");
        String cut = label.substring(0, Math.min(label.length(), LONGEST_NAME)).replaceAll("-+$", "");
        return cut.isEmpty() ? "unnamed" : cut;
    }

    /** The host's name up to its number: off2 and off1 are at off. */
    private static String site(String host) {
        String letters = label(host).replaceAll("[0-9].*", "").replaceAll("-+$", "");
        return letters.isEmpty() ? label(host) : letters;
    }

    /** The folder of this guest: of its own name, or the host's name and something that ends with it. */
    private String folder(String host, String name) {
        return repository.machines().stream()
                .filter(folder -> !folders.contains(folder))
                .filter(folder -> isOf(folder, host, name))
                .findFirst()
                .filter(folders::add)
                .orElse(null);
    }

    private static boolean isOf(String folder, String host, String guest) {
        boolean composed = folder.startsWith(host + "-") && folder.endsWith("-" + guest);
        return composed || folder.equals(guest);
    }

    private List<String> roles(String folder) {
        List<Source> files = repository.of(folder);
        List<String> roles = new ArrayList<>();
        if (files.stream().anyMatch(f -> f.inFolder().startsWith("nginx/")) && folder.contains("proxy")) {
            roles.add("reverse-proxy");
        }
        List<Source> stunnel = files.stream()
                .filter(f -> f.inFolder().startsWith("stunnel/") && f.fileName().endsWith(".conf"))
                .toList();
        boolean client =
                stunnel.stream().anyMatch(f -> CLIENT.matcher(f.text().all()).find());
        if (!stunnel.isEmpty()) {
            roles.add(client ? "stunnel-client" : "stunnel-server");
        }
        if (files.stream().anyMatch(f -> f.inFolder().startsWith("sanoid/"))) {
            roles.add("storage");
        }
        return roles;
    }
}
