package org.openfoodfacts.brigade.confs.lint.proxies;

import java.util.List;
import org.openfoodfacts.brigade.confs.lint.Rule;

/** Reverse proxies. */
public final class ProxyRules {
    public static final List<Rule> ALL = List.of();

    private ProxyRules() {}
}
