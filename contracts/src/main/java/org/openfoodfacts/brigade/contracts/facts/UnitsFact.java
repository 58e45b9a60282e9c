package org.openfoodfacts.brigade.contracts.facts;

import java.time.Instant;
import java.util.List;
import org.openfoodfacts.brigade.contracts.Copies;
import org.openfoodfacts.brigade.contracts.Required;

/** The systemd units that are not in their expected state: failed ones, and expected ones that are not active. */
public record UnitsFact(List<UnexpectedUnit> units) implements Fact {
    public UnitsFact {
        units = Copies.of(units);
    }

    /** {@code active} and {@code sub} are systemd's own words; {@code since} is when it entered that state, if known. */
    public record UnexpectedUnit(@Required String name, boolean expected, String active, String sub, Instant since) {}
}
