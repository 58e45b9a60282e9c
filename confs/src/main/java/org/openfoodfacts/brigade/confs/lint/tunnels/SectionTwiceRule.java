package org.openfoodfacts.brigade.confs.lint.tunnels;

import java.util.HashMap;
import java.util.Map;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;

/** stunnel takes two services of one name; only people and logs cannot tell them apart. */
final class SectionTwiceRule implements Rule {
    private static final RulePage PAGE = new RulePage(
            "tunnel-section-twice",
            Severity.WARNING,
            "A service stands twice in a stunnel file",
            """
            stunnel runs both and names both alike in its log, so nobody sees which of them a client used. Mostly it is a copy whose name \
            was not changed, and then something else of it was forgotten too.""",
            "",
            new RulePage.Failing("confs/proxy/stunnel/shop.conf:5", """
                    --- confs/proxy/stunnel/shop.conf
                    [MongoDB]
                    accept = 27017
                    connect = 10.1.0.102:27017
                    PSKsecrets = /etc/stunnel/psk/mongodb.txt
                    [MongoDB]
                    accept = 6379
                    connect = 10.1.0.122:6379
                    PSKsecrets = /etc/stunnel/psk/redis.txt
                    """),
            """
            --- confs/proxy/stunnel/shop.conf
            [MongoDB]
            accept = 27017
            connect = 10.1.0.102:27017
            PSKsecrets = /etc/stunnel/psk/mongodb.txt
            [Redis]
            accept = 6379
            connect = 10.1.0.122:6379
            PSKsecrets = /etc/stunnel/psk/redis.txt
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        Map<String, End> first = new HashMap<>();
        for (End end : End.all(repository)) {
            End other = first.putIfAbsent(end.source().name() + " " + end.name(), end);
            if (other != null) {
                findings.add(
                        end.source(),
                        end.service().line(),
                        "[" + end.name() + "] stands already in line "
                                + other.service().line() + ", so the log does not tell the two services apart",
                        "name it after what it carries, or remove the copy");
            }
        }
    }
}
