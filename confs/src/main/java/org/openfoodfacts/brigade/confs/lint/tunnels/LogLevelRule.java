package org.openfoodfacts.brigade.confs.lint.tunnels;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;

/** stunnel(8), debug: levels emerg (0) to debug (7), "the default is notice (5)", at which a server logs the identity a client used. */
final class LogLevelRule implements Rule {
    private static final Map<String, Integer> LEVELS = levels();
    private static final int NOTICE = 5;

    private static final RulePage PAGE = new RulePage(
            "tunnel-log-level",
            Severity.WARNING,
            "A server logs too little to see which key its clients use",
            """
            When a key is changed, the old one may go only when no client uses it any more. The server says which identity a client used at \
            level notice, which is the default; below it the only way to find out is to take the key away and wait for the complaints.""",
            "",
            new RulePage.Failing("confs/proxy/stunnel/shop.conf:1", """
                    --- confs/proxy/stunnel/shop.conf
                    debug = warning
                    [MongoDB]
                    accept = 27017
                    connect = 10.1.0.102:27017
                    ciphers = PSK
                    PSKsecrets = /etc/stunnel/psk/mongodb.txt
                    """),
            """
            --- confs/proxy/stunnel/shop.conf
            debug = daemon.notice
            [MongoDB]
            accept = 27017
            connect = 10.1.0.102:27017
            ciphers = PSK
            PSKsecrets = /etc/stunnel/psk/mongodb.txt
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (End end : End.written(repository)) {
            if (!end.isClient() && end.service().has("psksecrets")) {
                end.service()
                        .option("debug")
                        .filter(option -> level(option.value()) < NOTICE)
                        .ifPresent(option -> findings.add(
                                end.source(),
                                option.line(),
                                "'debug = " + option.value()
                                        + "' hides which identity a client used, so nobody can tell when an"
                                        + " old key may go",
                                "write debug = notice, or remove the line: notice is the default"));
            }
        }
    }

    /** NOTICE for what is no level. */
    private static int level(String value) {
        String level = value.substring(value.lastIndexOf('.') + 1).strip().toLowerCase(Locale.ROOT);
        return LEVELS.getOrDefault(level, NOTICE);
    }

    private static Map<String, Integer> levels() {
        List<String> names = List.of("emerg", "alert", "crit", "err", "warning", "notice", "info", "debug");
        Map<String, Integer> levels = new java.util.HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            levels.put(names.get(i), i);
            levels.put(String.valueOf(i), i);
        }
        return Map.copyOf(levels);
    }
}
