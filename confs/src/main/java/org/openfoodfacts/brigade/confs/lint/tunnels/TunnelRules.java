package org.openfoodfacts.brigade.confs.lint.tunnels;

import java.util.List;
import org.openfoodfacts.brigade.confs.lint.Rule;

/** Tunnels. */
public final class TunnelRules {
    public static final List<Rule> ALL = List.of();

    private TunnelRules() {}
}
