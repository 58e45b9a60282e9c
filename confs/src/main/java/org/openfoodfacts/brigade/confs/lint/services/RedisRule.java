package org.openfoodfacts.brigade.confs.lint.services;

import java.util.Arrays;
import java.util.List;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Format.Read;
import org.openfoodfacts.brigade.confs.lint.Formats;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.settings.Settings;
import org.openfoodfacts.brigade.confs.settings.Settings.Setting;

/**
 * redis.conf: without bind Redis listens on all interfaces; protected-mode, on by default, then refuses others as long as there is no
 * password, before version 7 only when there is no bind line either.
 */
final class RedisRule implements Rule {
    private static final RulePage PAGE = new RulePage(
            "redis-open",
            Severity.ERROR,
            "Redis listens on all addresses and asks for no password",
            """
            Whoever reaches the port reads and writes everything, and can have Redis write files on the machine. With 'protected-mode no' \
            nothing stands in between.""",
            "",
            new RulePage.Failing("confs/cache/redis/redis.conf:1", """
                    --- confs/cache/redis/redis.conf
                    bind 0.0.0.0
                    protected-mode no
                    """),
            """
            --- confs/cache/redis/redis.conf
            bind 127.0.0.1 10.1.0.122
            protected-mode no
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (Read<Settings> file : repository.all(Formats.REDIS)) {
            Settings settings = file.value();
            boolean asks = asks(settings);
            if (!asks && !settings.is("port", "0") && Reach.isOpen(hosts(settings))) {
                judge(repository, file, findings);
            }
        }
    }

    /** An empty requirepass is none; the user default is everyone who does not log in ("Configuring ACLs" of its manual); what is included is not known. */
    private static boolean asks(Settings settings) {
        boolean anyone = settings.every("user")
                .map(Setting::value)
                .anyMatch(user -> user.matches("default\\s(?=.*\\bon\\b)(?=.*\\bnopass\\b).*"));
        boolean users = settings.every("user").map(Setting::value).anyMatch(user -> user.startsWith("default "));
        return !anyone
                && (users
                        || settings.last("requirepass")
                                .filter(s -> !s.value().isEmpty())
                                .isPresent()
                        || settings.has("aclfile")
                        || settings.has("include"));
    }

    private static void judge(Repository repository, Read<Settings> file, Findings findings) {
        Settings settings = file.value();
        int line = settings.last("bind")
                .or(() -> settings.last("protected-mode"))
                .map(Setting::line)
                .orElse(0);
        String where = Reach.words(hosts(settings));
        String remedy = "bind 127.0.0.1 and the private address, or set requirepass";
        if (settings.is("protected-mode", "no")) {
            String message = "Redis listens on " + where
                    + " without a password, so everyone who reaches it reads and writes all data";
            Reach.found(repository, file.source(), line, message, remedy, findings);
        } else if (settings.has("bind")) {
            findings.guess(
                    file.source(),
                    line,
                    "it may be older than version 7, where a bind line ends protected mode",
                    "Redis listens on " + where
                            + " without a password, so everyone who reaches it reads and writes all data",
                    remedy);
        }
    }

    /** A dash before an address only says that it may be missing. */
    private static List<String> hosts(Settings settings) {
        return settings.last("bind")
                .map(bind -> Arrays.stream(bind.value().split("\\s+"))
                        .filter(host -> !host.isEmpty() && !host.equals("\"\""))
                        .map(host -> host.startsWith("-") ? host.substring(1) : host)
                        .toList())
                .orElse(List.of("*"));
    }
}
