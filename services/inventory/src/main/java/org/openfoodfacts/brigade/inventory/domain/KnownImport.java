package org.openfoodfacts.brigade.inventory.domain;

import java.util.Objects;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared;

/**
 * What a commit comes to while this fleet is the one taken over. As long as neither is another one, the repository need not be read again
 * to know.
 */
public record KnownImport(String commit, FleetDeclared fleet, ImportDecision decision) {
    public static final KnownImport NOTHING = new KnownImport(null, null, null);

    /** @param before the fleet as it was when this was decided, null when there was none */
    public static KnownImport of(String commit, FleetDeclared before, ImportDecision decision) {
        return decision instanceof ImportDecision.TakenOver taken
                ? new KnownImport(commit, taken.fleet(), new ImportDecision.Unchanged(taken.fleet(), taken.problems()))
                : new KnownImport(commit, before, decision);
    }

    /** The commit whose decision is known as long as this fleet is the one taken over; null for none. */
    public String commitFor(FleetDeclared current) {
        return Objects.equals(fleet, current) ? commit : null;
    }
}
