package org.openfoodfacts.brigade.confs.lint.guests;

import java.util.List;
import org.openfoodfacts.brigade.confs.lint.Rule;

/** Guests and hosts. */
public final class GuestRules {
    public static final List<Rule> ALL = List.of();

    private GuestRules() {}
}
