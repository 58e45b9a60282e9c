package org.openfoodfacts.brigade.confs.lint.services;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Format.Read;
import org.openfoodfacts.brigade.confs.lint.Formats;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.settings.Settings;
import org.openfoodfacts.brigade.confs.settings.Settings.Setting;

/** MongoDB manual: net.bindIp defaults to localhost, net.bindIpAll overrides it; security.authorization is disabled unless set. */
final class MongoRule implements Rule {
    private static final RulePage PAGE = new RulePage(
            "mongodb-open",
            Severity.ERROR,
            "MongoDB listens on all addresses and asks for no login",
            """
            Machines look for such servers all day: within hours the data is copied, deleted and a ransom is asked for. One wrong address \
            elsewhere, a forwarded port or a tunnel, is enough when the database itself asks nobody.""",
            "MongoDB was emptied for a ransom through an entrance that nobody had meant to open.",
            new RulePage.Failing("confs/mongodb/mongod.conf:3", """
                    --- confs/mongodb/mongod.conf
                    net:
                      port: 27017
                      bindIp: 0.0.0.0
                    """),
            """
            --- confs/mongodb/mongod.conf
            net:
              port: 27017
              bindIp: 127.0.0.1,10.1.0.102
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (Read<Settings> file : repository.all(Formats.MONGOD)) {
            Settings settings = file.value();
            Optional<Setting> all =
                    settings.last("net.bindipall").filter(s -> s.value().equals("true"));
            Optional<Setting> bind = all.or(() -> settings.last("net.bindip")).or(() -> settings.last("bind_ip"));
            List<String> hosts = new ArrayList<>(all.isPresent() ? List.of("*") : List.of());
            bind.ifPresent(b -> Arrays.stream(b.value().split("[,\\[\\]\"\\s]+"))
                    .filter(host -> !host.isEmpty() && !host.equals("true"))
                    .forEach(hosts::add));
            if (bind.isPresent() && !asks(settings) && Reach.isOpen(hosts)) {
                Reach.found(
                        repository,
                        file.source(),
                        bind.get().line(),
                        "MongoDB listens on " + Reach.words(hosts)
                                + " and asks for no login, so everyone who reaches it reads and deletes all data",
                        "bind 127.0.0.1 and the private address, and set security.authorization: enabled",
                        findings);
            }
        }
    }

    /** As storeServerOptions of mongod does: keyFile and clusterAuthMode enable it; transitionToAuth and "disabled" win over all. */
    private static boolean asks(Settings settings) {
        boolean off = settings.is("security.authorization", "disabled")
                || settings.is("security.transitiontoauth", "true")
                || settings.is("noauth", "true");
        boolean on = settings.is("security.authorization", "enabled")
                || settings.is("auth", "true")
                || Stream.of("security.keyfile", "security.clusterauthmode", "keyfile", "clusterauthmode")
                        .anyMatch(settings::has);
        return (on && !off) || asksForCertificate(settings);
    }

    /** "If the client does not present a certificate … the connection is refused", once there is a CA to check it with. */
    private static boolean asksForCertificate(Settings settings) {
        return (settings.is("net.tls.mode", "requireTLS")
                        && settings.has("net.tls.cafile")
                        && !settings.is("net.tls.allowconnectionswithoutcertificates", "true"))
                || (settings.is("net.ssl.mode", "requireSSL")
                        && settings.has("net.ssl.cafile")
                        && !settings.is("net.ssl.allowconnectionswithoutcertificates", "true"));
    }
}
