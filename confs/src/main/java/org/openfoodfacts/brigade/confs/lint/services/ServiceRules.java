package org.openfoodfacts.brigade.confs.lint.services;

import java.util.List;
import org.openfoodfacts.brigade.confs.lint.Rule;

/** Data services and secrets. */
public final class ServiceRules {
    public static final List<Rule> ALL = List.of(
            new MongoRule(), //
            new RedisRule(),
            new MemcachedRule(),
            new PostgresRule(),
            new MuninRule(),
            new SecretRule());

    private ServiceRules() {}
}
