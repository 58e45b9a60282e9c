package org.openfoodfacts.brigade.confs.lint.bans;

import java.util.List;
import org.openfoodfacts.brigade.confs.lint.Rule;

/** Bans. */
public final class BanRules {
    public static final List<Rule> ALL = List.of(
            new UnknownPartRule(),
            new ParameterRule(),
            new ByHandRule(),
            new RangeRule(),
            new TimeRule(),
            new JailOffRule(),
            new FlushRule(),
            new LogRule(),
            new LogMissingRule(),
            new IncludeRule());

    private BanRules() {}
}
