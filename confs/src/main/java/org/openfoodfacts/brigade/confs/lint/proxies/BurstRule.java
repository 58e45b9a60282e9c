package org.openfoodfacts.brigade.confs.lint.proxies;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;

/**
 * A burst that does not hold one second of the rate. nginx measures by the millisecond: at 10r/s without burst a second request within
 * 100 ms is rejected (ngx_http_limit_req_module, limit_req).
 */
final class BurstRule implements Rule {
    private static final String SITE = """
            --- confs/proxy1/nginx/conf.d/a.conf
            limit_req_zone $binary_remote_addr zone=api:10m rate=10r/s;
            server {
                listen 80;
                server_name a.example.org;
                limit_req zone=api%s;
            }
            """;
    private static final RulePage PAGE = new RulePage(
            "nginx-limit-burst",
            Severity.WARNING,
            "The burst of a rate limit is below one second of its rate",
            """
            nginx measures by the millisecond: of 10r/s it makes one request per 100 ms, and what comes sooner is rejected unless the burst \
            holds it. A browser that opens a page with ten images is refused long before it is over the rate.""",
            "",
            new RulePage.Failing("confs/proxy1/nginx/conf.d/a.conf:5", SITE.formatted("")),
            SITE.formatted(" burst=20 nodelay"));
    private static final Pattern RATE = Pattern.compile("rate=(\\d{1,9})r/([sm])");
    private static final Pattern BURST = Pattern.compile("burst=(\\d{1,9})");
    private static final double FEW = 2; // requests per second: below, one at a time is meant

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (Http http : Http.of(repository)) {
            Map<String, Double> rates = new HashMap<>();
            http.declared("limit_req_zone").forEach(zone -> {
                OptionalDouble rate = perSecond(zone);
                if (rate.isPresent()) {
                    Zones.declared(zone).ifPresent(name -> rates.put(name, rate.getAsDouble()));
                }
            });
            Stream.concat(http.declared("limit_req"), http.inServers("limit_req"))
                    .forEach(use -> check(use, rates, findings));
        }
    }

    private static void check(Scope use, Map<String, Double> rates, Findings findings) {
        double rate = Zones.used(use).map(rates::get).orElse(0.0);
        int burst = use.directive().values().stream()
                .map(BURST::matcher)
                .filter(Matcher::matches)
                .mapToInt(m -> Integer.parseInt(m.group(1)))
                .findFirst()
                .orElse(0);
        if (rate >= FEW && burst < rate) {
            String perSecond = rate == Math.rint(rate) ? String.valueOf((long) rate) : String.valueOf(rate);
            findings.add(
                    use.source(),
                    use.line(),
                    "the limit '" + Zones.used(use).orElse("") + "' lets " + perSecond + " requests a second pass but "
                            + (burst == 0 ? "no burst" : "a burst of " + burst)
                            + ", so a browser that asks for a few things at once is refused",
                    "give it 'burst=" + (int) Math.ceil(rate) + " nodelay' or more");
        }
    }

    private static OptionalDouble perSecond(Scope zone) {
        return zone.directive().values().stream()
                .map(RATE::matcher)
                .filter(Matcher::matches)
                .mapToDouble(m -> Integer.parseInt(m.group(1)) / (m.group(2).equals("s") ? 1.0 : 60.0))
                .findFirst();
    }
}
