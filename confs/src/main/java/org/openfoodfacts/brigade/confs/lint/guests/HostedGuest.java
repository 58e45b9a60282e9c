package org.openfoodfacts.brigade.confs.lint.guests;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.confs.lint.Format.Read;
import org.openfoodfacts.brigade.confs.lint.Formats;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.proxmox.GuestConf;
import org.openfoodfacts.brigade.confs.proxmox.GuestConf.NetworkDevice;
import org.openfoodfacts.brigade.confs.proxmox.ProxmoxFile;
import org.openfoodfacts.brigade.confs.source.Source;

/** A guest with the host in whose folder its file stands. */
public record HostedGuest(Source source, GuestConf conf) {
    /** All guests in machines' folders; what stands in the shared folder is no guest of anybody. */
    public static List<HostedGuest> of(Repository repository) {
        return repository.view(All.class, All::of).guests();
    }

    public static Map<String, List<HostedGuest>> byHost(Repository repository) {
        return repository.view(All.class, All::of).byHost();
    }

    private record All(List<HostedGuest> guests, Map<String, List<HostedGuest>> byHost) {
        private static All of(Repository repository) {
            List<HostedGuest> guests = repository.all(Formats.GUEST).stream()
                    .filter(read -> repository.isMachine(read.source().folder()))
                    .map(HostedGuest::new)
                    .toList();
            return new All(
                    guests,
                    guests.stream()
                            .collect(
                                    Collectors.groupingBy(HostedGuest::host, LinkedHashMap::new, Collectors.toList())));
        }
    }

    private HostedGuest(Read<GuestConf> read) {
        this(read.source(), read.value());
    }

    public String host() {
        return source.folder();
    }

    public int vmid() {
        return conf.vmid();
    }

    public String name() {
        return conf.name();
    }

    public ProxmoxFile written() {
        return conf.written();
    }

    /** A model for other guests: it never runs. */
    boolean isTemplate() {
        return written().isOn("template");
    }

    boolean isOnboot() {
        return written().isOn("onboot");
    }

    /** The cards that are plugged in, one per key: of a key that stands twice the last. */
    public Collection<NetworkDevice> networks() {
        Map<String, NetworkDevice> byKey = new LinkedHashMap<>();
        conf.networks().forEach(network -> byKey.put(network.key(), network));
        byKey.values().removeIf(network -> option(network, "link_down").equals("1"));
        return byKey.values();
    }

    /** The network a card is in: the bridge, with its VLAN. */
    String segment(NetworkDevice network) {
        String tag = option(network, "tag");
        return (network.bridge() == null ? "no bridge" : network.bridge()) + (tag.isEmpty() ? "" : " VLAN " + tag);
    }

    private String option(NetworkDevice network, String name) {
        return written().properties().stream()
                .filter(property -> property.line() == network.line())
                .flatMap(property -> Stream.of(property.value().split(",")))
                .filter(option -> option.startsWith(name + "="))
                .map(option -> option.substring(name.length() + 1))
                .findFirst()
                .orElse("");
    }

    /** {@code guest 113 (off)}. */
    public String label() {
        return "guest " + vmid() + (name().isEmpty() ? "" : " (" + name() + ")");
    }
}
