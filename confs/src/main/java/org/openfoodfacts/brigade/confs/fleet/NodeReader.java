package org.openfoodfacts.brigade.confs.fleet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openfoodfacts.brigade.confs.fleet.FleetNode.Copy;
import org.openfoodfacts.brigade.confs.fleet.FleetNode.Kind;
import org.openfoodfacts.brigade.confs.fleet.FleetNode.Placement;
import org.openfoodfacts.brigade.confs.fleet.FleetNode.Watch;
import org.openfoodfacts.brigade.confs.fleet.FleetNode.Zfs;
import org.openfoodfacts.brigade.confs.yaml.Place;
import org.openfoodfacts.brigade.confs.yaml.YamlMapping;
import org.openfoodfacts.brigade.confs.yaml.YamlProblems;

/** Reads the items of {@code nodes}. */
final class NodeReader {
    private final Ledger ledger;
    private final Map<String, FleetNode> byName = new HashMap<>();
    private final List<HostCheck> hostChecks = new ArrayList<>();

    /** A guest's host must be a node of kind host at the guest's own site; known once all nodes are read. */
    private record HostCheck(Placement placement, Place place, YamlProblems problems) {}

    NodeReader(Ledger ledger) {
        this.ledger = ledger;
    }

    FleetNode read(YamlMapping node) {
        String name = node.required("name", FleetRules.NODE_NAME);
        String kindName = node.required("kind", FleetRules.KIND);
        Kind kind = kindName == null ? null : Kind.valueOf(kindName.toUpperCase(Locale.ROOT));
        FleetNode read = new FleetNode(
                name,
                kind,
                placement(node, kind),
                node.texts("roles", FleetRules.WORD),
                node.texts("addresses", FleetRules.ADDRESS),
                folders(node, name),
                watch(node),
                zfs(node));
        ledger.claim("node", name, node.place("name"));
        claimWithinSite(node, read);
        if (name != null) {
            byName.putIfAbsent(name, read);
        }
        return read;
    }

    private Placement placement(YamlMapping node, Kind kind) {
        String site = node.required("site", FleetRules.WORD);
        ledger.mention("site", site, node.place("site"));
        if (kind != Kind.GUEST) {
            node.optional("host", FleetRules.NODE_NAME);
            node.optional("vmid", FleetRules.VMID);
            if (kind == Kind.HOST) {
                refuse(node, "host");
                refuse(node, "vmid");
            }
            return new Placement(site, null, null);
        }
        String host = node.required("host", FleetRules.NODE_NAME);
        String vmid = node.required("vmid", FleetRules.VMID);
        ledger.mention("node", host, node.place("host"));
        Placement placement = new Placement(site, host, vmid == null ? null : Integer.valueOf(vmid));
        hostChecks.add(new HostCheck(placement, node.place("host"), node.problems()));
        return placement;
    }

    private static void refuse(YamlMapping node, String key) {
        if (node.has(key)) {
            node.problems()
                    .error(node.place(key), "a node of kind host has no " + key, "remove it, or say kind: guest");
        }
    }

    private static List<String> folders(YamlMapping node, String name) {
        if (node.has("folders")) {
            return node.texts("folders", FleetRules.FOLDER);
        }
        return name == null ? List.of() : List.of(name);
    }

    private static Watch watch(YamlMapping node) {
        Watch watch = node.mapping(
                "watch",
                w -> new Watch(
                        w.texts("checkouts", FleetRules.ABSOLUTE_PATH),
                        w.texts("units", FleetRules.UNIT),
                        w.texts("certificates", FleetRules.CERTIFICATES)));
        return watch == null ? Watch.NOTHING : watch;
    }

    private static Zfs zfs(YamlMapping node) {
        Zfs zfs = node.mapping("zfs", z -> {
            List<String> managed = z.texts("manage", FleetRules.DATASET);
            return new Zfs(
                    managed,
                    PolicyReader.policies(z, managed),
                    z.texts("pull", FleetRules.DATASET),
                    z.mappings("copies", NodeReader::copy));
        });
        return zfs == null ? Zfs.NOTHING : zfs;
    }

    private static Copy copy(YamlMapping copy) {
        String goal = copy.optional("goal", FleetRules.GOAL);
        String rate = copy.optional("bandwidth", FleetRules.RATE);
        String priority = copy.optional("priority", FleetRules.PRIORITY);
        return new Copy(
                copy.required("dataset", FleetRules.DATASET),
                goal == null ? null : Duration.parse(goal),
                rate == null ? null : FleetRules.rate(rate),
                copy.optional("window", FleetRules.WINDOW),
                priority == null ? null : Integer.valueOf(priority));
    }

    private void claimWithinSite(YamlMapping node, FleetNode read) {
        String site = read.placement().site();
        if (site != null) {
            ledger.claim("vmid", "at site " + site, read.placement().vmid(), node.place("vmid"));
            read.addresses().forEach(a -> ledger.claim("address", "at site " + site, a, node.place("addresses")));
        }
    }

    void checkHosts() {
        for (HostCheck check : hostChecks) {
            FleetNode host = byName.get(check.placement().host());
            if (host == null) {
                continue;
            }
            String name = host.name();
            if (host.kind() == Kind.GUEST) {
                check.problems().error(check.place(), "'" + name + "' is a guest itself", "name a node of kind host");
            } else if (host.placement().site() != null
                    && check.placement().site() != null
                    && !host.placement().site().equals(check.placement().site())) {
                check.problems()
                        .error(
                                check.place(),
                                "the host '" + name + "' is at site "
                                        + host.placement().site() + ", the guest at "
                                        + check.placement().site(),
                                "correct the guest's site or its host");
            }
        }
    }
}
