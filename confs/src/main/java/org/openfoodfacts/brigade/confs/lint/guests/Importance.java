package org.openfoodfacts.brigade.confs.lint.guests;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.confs.fleet.Fleet;
import org.openfoodfacts.brigade.confs.fleet.FleetNode;
import org.openfoodfacts.brigade.confs.lint.Machines;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Trait;

/** Which guests somebody would miss: neither templates nor staging, nor what its name or tags call a try, a copy or retired. */
final class Importance {
    private static final Pattern PASSING = Pattern.compile(
            "(^|[-_.; ])(old|template|tmp|temp|bak|backup|clone|copy|sandbox|demo|archived?|poc|try|stopped|retired|disabled|unused"
                    + "|tests?|testing|staging|dev|preprod)($|[-_.; 0-9])");

    private Importance() {}

    /** Why the guest counts as production; empty when it does not. */
    static Optional<String> ofProduction(Repository repository, HostedGuest guest) {
        String words = guest.name() + ";" + guest.written().value("tags").orElse("");
        if (guest.isTemplate()
                || guest.name().isEmpty()
                || PASSING.matcher(words.toLowerCase(Locale.ROOT)).find()) {
            return Optional.empty();
        }
        List<String> roles = node(repository, guest).map(FleetNode::roles).orElse(List.of());
        Trait host = Machines.isProduction(guest.host(), List.of());
        Trait production = Machines.isProduction(guest.name(), roles);
        return production.holds() && host.holds()
                ? Optional.of("it is in production " + production.guessed())
                : Optional.empty();
    }

    /** The guest as {@code fleet.yaml} declares it. */
    static Optional<FleetNode> node(Repository repository, HostedGuest guest) {
        Optional<String> host = repository.machine().node(guest.host()).map(FleetNode::name);
        return host.flatMap(name -> repository.fleet().stream()
                .flatMap(Fleet::guests)
                .filter(node -> name.equals(node.placement().host()))
                .filter(node ->
                        Integer.valueOf(guest.vmid()).equals(node.placement().vmid()))
                .findFirst());
    }
}
