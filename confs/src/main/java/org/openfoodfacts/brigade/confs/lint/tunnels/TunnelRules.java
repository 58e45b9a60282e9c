package org.openfoodfacts.brigade.confs.lint.tunnels;

import java.util.List;
import org.openfoodfacts.brigade.confs.lint.Rule;

/** Tunnels. */
public final class TunnelRules {
    public static final List<Rule> ALL = List.of(
            new EntranceRule(),
            new EntranceOnProxyRule(),
            new OpenServerRule(),
            new SecretsInTreeRule(),
            new TwiceRule(),
            new SectionTwiceRule(),
            new SharedSecretsRule(),
            new IdentityTwiceRule(),
            new IdentityRepeatedRule(),
            new IdentityChoiceRule(),
            new KeyReadableRule(),
            new PidRule(),
            new UnitWithoutFileRule(),
            new LogLevelRule(),
            new CipherRule(),
            new EndsRule(),
            new LonelyEndRule(),
            new ConsumerRule(),
            new ForwardRule());

    private TunnelRules() {}
}
