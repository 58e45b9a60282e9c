package org.openfoodfacts.brigade.confs.lint.guests;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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
        return repository.all(Formats.GUEST).stream()
                .filter(read -> !read.source().folder().isEmpty())
                .filter(read -> !read.source().folder().equals(Repository.SHARED))
                .map(HostedGuest::new)
                .toList();
    }

    public static Map<String, List<HostedGuest>> byHost(Repository repository) {
        return of(repository).stream()
                .collect(Collectors.groupingBy(HostedGuest::host, LinkedHashMap::new, Collectors.toList()));
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

    /** One per key: of a key that stands twice the last. */
    public Collection<NetworkDevice> networks() {
        Map<String, NetworkDevice> byKey = new LinkedHashMap<>();
        conf.networks().forEach(network -> byKey.put(network.key(), network));
        return byKey.values();
    }

    /** {@code guest 113 (off)}. */
    public String label() {
        return "guest " + vmid() + (name().isEmpty() ? "" : " (" + name() + ")");
    }
}
