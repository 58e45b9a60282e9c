package org.openfoodfacts.brigade.confs.lint.proxies;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Formats;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.lint.proxies.PublicNames.Served;
import org.openfoodfacts.brigade.confs.nginx.ProxyTarget;
import org.openfoodfacts.brigade.confs.source.Source;
import org.openfoodfacts.brigade.confs.systemd.CommandLine;

/**
 * A machine that asks for a site by its public name where the proxy of its own site leads that name to an address it could ask itself. At
 * another site the public way is the right one, so both must be known to stand at one.
 */
final class PublicWayRule implements Rule {
    private static final String FILES = """
            --- confs/off1/pve/lxc_113.conf
            hostname: shop
            net0: name=eth0,bridge=vmbr1,ip=10.1.0.113/24
            --- confs/off-proxy/nginx/conf.d/robot.conf
            server {
                listen 80;
                server_name robot.example.org;
                location / { proxy_pass http://10.1.0.115:5500; }
            }
            --- confs/shop/nginx/conf.d/shop.conf
            server {
                listen 80;
                server_name shop.example.org;
                location /robot/ {
                    proxy_pass %s;
                }
            }
            """;
    private static final RulePage PAGE = new RulePage(
            "nginx-inside-by-public-proxy",
            Severity.WARNING,
            "A machine asks for an internal service through the public proxy",
            """
            Every request goes out to the public address and back in, with TLS twice. When the proxy is down, its route is lost, its \
            certificate expires, or its limits and bans take the machine for a crawler, the service is gone for its own neighbours too.""",
            "The proxy lost its public route, and with it internal services that had no need of it.",
            new RulePage.Failing("confs/shop/nginx/conf.d/shop.conf:5", FILES.formatted("https://robot.example.org/")),
            FILES.formatted("http://10.1.0.115:5500/"));
    private static final Pattern SETTING = Pattern.compile(
            "(?:export )?([A-Za-z_]\\w{0,80})\\s?=\\s?[\"']?https?://([A-Za-z0-9.-]{3,253})(?::80|:443)?(?:[/?\"'].*)?");
    private static final Pattern TO_ASK = Pattern.compile("URL|URI|HOST|SERVER|ENDPOINT|API|BACKEND|UPSTREAM|ADDR");
    /** Settings that are handed to browsers or written into links, as those of a login are. */
    private static final Pattern TO_SHOW = Pattern.compile(
            "PUBLIC|EXTERNAL|BASE|ROOT|ORIGIN|CORS|REDIRECT|CALLBACK|SITE|FRONT|CANONICAL|ALLOWED|WEB|LINK|ISSUER|AUTH|OIDC|SSO|LOGIN|KEYCLOAK");

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        PublicNames names = PublicNames.of(repository);
        if (names.isEmpty()) {
            return;
        }
        for (Http http : Http.of(repository)) {
            Set<Scope> said = new HashSet<>();
            http.servers().stream()
                    .flatMap(server -> Backends.of(http, server))
                    .filter(backend -> isPublicPort(backend.at()) && said.add(backend.at()))
                    .forEach(b -> check(names, b.at().source(), b.at().line(), b.host(), findings));
        }
        repository
                .all(Formats.UNIT)
                .forEach(read -> read.value()
                        .all("Service", "Environment")
                        .forEach(setting -> CommandLine.words(setting.value())
                                .forEach(word ->
                                        checkSetting(names, read.source(), setting.line(), word.text(), findings))));
        repository.sources().stream().filter(PublicWayRule::isEnvironment).forEach(source -> {
            List<String> lines = source.text().lines();
            for (int i = 0; i < lines.size(); i++) {
                checkSetting(names, source, i + 1, lines.get(i).strip(), findings);
            }
        });
    }

    private static boolean isPublicPort(Scope at) {
        String target = at.argument(0);
        return Set.of("", "80", "443").contains(ProxyTarget.of(target).port());
    }

    /** What a unit reads by EnvironmentFile=, by the names in use for it. */
    private static boolean isEnvironment(Source source) {
        String name = source.inFolder();
        return !source.folder().isEmpty()
                && (name.startsWith("default/")
                        || source.fileName().equals("env")
                        || source.fileName().endsWith(".env")
                        || name.equals("environment"));
    }

    private static void checkSetting(PublicNames names, Source source, int line, String text, Findings findings) {
        Matcher setting = SETTING.matcher(text);
        if (setting.matches()) {
            String key = setting.group(1).toUpperCase(Locale.ROOT);
            if (TO_ASK.matcher(key).find() && !TO_SHOW.matcher(key).find()) {
                check(names, source, line, setting.group(2).toLowerCase(Locale.ROOT), findings);
            }
        }
    }

    private static void check(PublicNames names, Source source, int line, String name, Findings findings) {
        Optional<Map.Entry<Served, String>> inside = names.insideFor(source.folder(), name);
        inside.ifPresent(found -> {
            Served served = found.getKey();
            findings.guess(
                    source,
                    line,
                    found.getValue() + ", and the name leads there",
                    "'" + name + "' is asked for through the public proxy " + served.proxy() + " though "
                            + served.backend() + " serves it inside, so this fails whenever the proxy, its route or its"
                            + " certificate does",
                    "ask " + served.backend() + " itself, with the name in the Host header if it serves several");
        });
    }
}
