package org.openfoodfacts.brigade.confs.lint.tunnels;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Format.Read;
import org.openfoodfacts.brigade.confs.lint.Formats;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.source.Source;
import org.openfoodfacts.brigade.confs.stunnel.StunnelFile;
import org.openfoodfacts.brigade.confs.stunnel.StunnelFile.Option;

/**
 * stunnel writes its pid after it has left root, so it can only where systemd made a folder for it: RuntimeDirectory= of the unit, below
 * /run (systemd.exec(5)). The instance of {@code stunnel@off} is the file's name without {@code .conf}.
 */
final class PidRule implements Rule {
    private static final Pattern DROP_IN =
            Pattern.compile("systemd/(system/)?stunnel@([^/]*)\\.service\\.d/[^/]+\\.conf");
    private static final String KEY = "RuntimeDirectory=";

    private static final RulePage PAGE = new RulePage(
            "tunnel-pid",
            Severity.WARNING,
            "stunnel's pid file is outside the folder that its unit makes",
            """
            stunnel drops root before it writes the pid file. Outside the unit's RuntimeDirectory it may not write, gives up, and no tunnel \
            of the file comes up. It shows at the next start only.""",
            "",
            new RulePage.Failing("confs/proxy/stunnel/shop.conf:2", """
                    --- confs/proxy/stunnel/shop.conf
                    setuid = stunnel4
                    pid = /var/run/stunnel/stunnel.pid
                    [MongoDB]
                    accept = 27017
                    connect = 10.1.0.102:27017
                    ciphers = PSK
                    PSKsecrets = /etc/stunnel/psk/mongodb.txt
                    --- confs/proxy/systemd/system/stunnel@.service.d/override.conf
                    [Service]
                    RuntimeDirectory=stunnel-%i
                    """),
            """
            --- confs/proxy/stunnel/shop.conf
            setuid = stunnel4
            pid = /var/run/stunnel-shop/stunnel.pid
            [MongoDB]
            accept = 27017
            connect = 10.1.0.102:27017
            ciphers = PSK
            PSKsecrets = /etc/stunnel/psk/mongodb.txt
            --- confs/proxy/systemd/system/stunnel@.service.d/override.conf
            [Service]
            RuntimeDirectory=stunnel-%i
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (Read<StunnelFile> file : repository.all(Formats.STUNNEL)) {
            Optional<Option> pid =
                    file.value().option("pid").filter(p -> p.value().startsWith("/"));
            if (pid.isPresent() && file.value().option("chroot").isEmpty()) {
                List<String> folders = folders(repository, file.source());
                if (!folders.isEmpty()
                        && folders.stream().noneMatch(run(pid.get().value())::startsWith)) {
                    found(file.source(), pid.get(), folders, findings);
                }
            }
        }
    }

    private static void found(Source source, Option pid, List<String> folders, Findings findings) {
        findings.add(
                source,
                pid.line(),
                "the pid file " + pid.value() + " is outside " + String.join(" and ", folders)
                        + ", which the unit makes, so stunnel cannot write it without root and does not start",
                "write pid = " + folders.getFirst() + "stunnel.pid");
    }

    /** {@code /var/run} is a link to {@code /run}. */
    private static String run(String path) {
        return path.startsWith("/var/run/") ? path.substring("/var".length()) : path;
    }

    private static List<String> folders(Repository repository, Source file) {
        String instance = file.fileName().substring(0, file.fileName().length() - ".conf".length());
        return repository.of(file.folder()).stream()
                .filter(source -> isDropInOf(source, instance))
                .flatMap(source -> source.text().lines().stream())
                .map(String::strip)
                .filter(line -> line.startsWith(KEY))
                .flatMap(line -> words(line.substring(KEY.length())))
                .map(name -> "/run/" + name.replace("%i", instance).replace("%I", instance) + "/")
                .toList();
    }

    private static boolean isDropInOf(Source source, String instance) {
        var dropIn = DROP_IN.matcher(source.inFolder());
        return dropIn.matches() && (dropIn.group(2).isEmpty() || dropIn.group(2).equals(instance));
    }

    private static Stream<String> words(String value) {
        return Arrays.stream(value.strip().split("\\s+"))
                .map(word -> word.split(":", 2)[0])
                .filter(word -> !word.isEmpty());
    }
}
