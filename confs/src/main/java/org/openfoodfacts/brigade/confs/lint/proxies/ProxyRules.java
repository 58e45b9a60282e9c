package org.openfoodfacts.brigade.confs.lint.proxies;

import java.util.List;
import org.openfoodfacts.brigade.confs.lint.Rule;

/** Reverse proxies. */
public final class ProxyRules {
    public static final List<Rule> ALL = List.of(
            new TlsListenRule(),
            new CertificatePairRule(),
            new CertificateNameRule(),
            new ChainRule(),
            new CertificateMissingRule(),
            new HttpSiteMissingRule(),
            new ServerNameTwiceRule(),
            new DefaultServerTwiceRule(),
            new ListenFamiliesRule(),
            new StreamListenRule(),
            new DeclaredTwiceRule(),
            new DirectiveTwiceRule(),
            new UndeclaredRule(),
            new NeverMatchesRule(),
            new UnanchoredRule(),
            new DryRunRule(),
            new BurstRule(),
            new ProxyPassUriRule(),
            new AliasRule(),
            new RootRepeatsRule(),
            new OldTlsRule(),
            new StaplingRule(),
            new ResolverRule(),
            new NameAtStartRule(),
            new HeaderLostRule(),
            new CacheSharedRule(),
            new CacheOfSchemesRule(),
            new CacheOfUsersRule(),
            new TwinRule(),
            new VariantRule(),
            new LogRotationRule(),
            new PartialAuthRule(),
            new RedirectLoopRule(),
            new RedirectDropsNameRule(),
            new UpstreamOwnerRule(),
            new StagingUpstreamRule(),
            new PublicWayRule(),
            new TwoProxiesRule());

    private ProxyRules() {}
}
