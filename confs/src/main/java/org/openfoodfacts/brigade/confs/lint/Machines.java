package org.openfoodfacts.brigade.confs.lint;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.confs.fleet.FleetNode;

/** What the machines are: as {@code fleet.yaml} declares, else inferred from the names of their folders, and then said to be a guess. */
public final class Machines {
    private static final Pattern PROXY = Pattern.compile("(^|[-_])proxy($|[-_0-9])");
    private static final Pattern STAGING = Pattern.compile("(^|[-_.])(staging|test|dev|preprod|net)($|[-_.0-9])");

    private final Map<String, FleetNode> nodes = new HashMap<>();

    Machines(Repository repository) {
        repository.fleet().ifPresent(fleet -> fleet.nodes().forEach(this::add));
    }

    private void add(FleetNode node) {
        node.folders().forEach(folder -> nodes.put(folder, node));
    }

    /** The declared node that a folder below {@code confs/} belongs to. */
    public Optional<FleetNode> node(String folder) {
        return Optional.ofNullable(nodes.get(folder));
    }

    /** A machine that the world reaches directly. */
    public Trait isPublicProxy(String folder) {
        return node(folder)
                .map(node -> Trait.known(node.roles().contains("reverse-proxy")))
                .orElseGet(() -> Trait.inferred(PROXY.matcher(folder).find(), "by its name, '" + folder + "'"));
    }

    /** What serves users, as opposed to staging and tests; {@code name} of a folder, guest or host name. */
    public static Trait isProduction(String name, List<String> roles) {
        return roles.contains("staging")
                ? Trait.known(false)
                : Trait.inferred(!STAGING.matcher(name).find(), "by its name, '" + name + "'");
    }
}
