package org.openfoodfacts.brigade.confs.lint.units;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Format.Read;
import org.openfoodfacts.brigade.confs.lint.Formats;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.logrotate.LogrotateFile;
import org.openfoodfacts.brigade.confs.logrotate.LogrotateFile.Block;
import org.openfoodfacts.brigade.confs.source.Source;

/** A rotation that tells the wrong one: a pid file that nobody on the machine writes, or another service than the logs are of. */
final class RotationSignal implements Rule {
    private static final Pattern PID = Pattern.compile("(/[A-Za-z0-9._@/*-]+\\.pid)\\b");
    private static final Pattern SERVICE = Pattern.compile(
            "\\b(?:invoke-rc\\.d|service|systemctl(?:\\s+-\\S+)*\\s+(?:reload|restart|try-restart|kill|reload-or-restart))(?:\\s+-s\\s+\\S+|\\s+-\\S+)*\\s+([A-Za-z0-9@._-]+)");
    private static final int MAX_LINE = 4_000;
    private static final Map<String, String> BY_FOLDER = new TreeMap<>(Map.of(
            "nginx", "nginx",
            "apache2", "apache2",
            "stunnel", "stunnel",
            "mongodb", "mongod",
            "redis", "redis",
            "fail2ban", "fail2ban",
            "postgresql", "postgresql",
            "haproxy", "haproxy"));

    private static final RulePage PAGE = new RulePage(
            "logrotate-signals-nobody",
            Severity.WARNING,
            "A rotation of logs signals another process, or none",
            """
            After a rotation the service must open its logs anew. When the script reads a pid file that nobody writes, or tells another service, \
            the service goes on writing into the file that was moved away: the log stays empty, the disk fills, and what reads the log (fail2ban) \
            sees nothing.""",
            "",
            new RulePage.Failing("confs/tunnel1/logrotate.d/stunnel:4", """
                    --- confs/tunnel1/logrotate.d/stunnel
                    /var/log/stunnel4/*.log {
                        weekly
                        postrotate
                            kill -USR1 $(cat /var/run/stunnel4.pid)
                        endscript
                    }
                    --- confs/tunnel1/stunnel/off.conf
                    pid = /run/stunnel-off/stunnel.pid
                    output = /var/log/stunnel4/off.log
                    """),
            """
            --- confs/tunnel1/logrotate.d/stunnel
            /var/log/stunnel4/*.log {
                weekly
                postrotate
                    for pid in /var/run/stunnel-*/stunnel.pid; do kill -USR1 $(cat $pid); done
                endscript
            }
            --- confs/tunnel1/stunnel/off.conf
            pid = /run/stunnel-off/stunnel.pid
            output = /var/log/stunnel4/off.log
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (Read<LogrotateFile> read : repository.all(Formats.LOGROTATE)) {
            for (Block block : read.value().blocks()) {
                logsOf(block).ifPresent(service -> judge(repository, read.source(), block, service, findings));
            }
        }
    }

    /** The service whose logs they all are. */
    private static Optional<String> logsOf(Block block) {
        Set<String> services = new TreeSet<>();
        for (String path : block.paths()) {
            services.add(serviceOf(path.startsWith("/var/log/") ? path.substring("/var/log/".length()) : "")
                    .orElse(""));
        }
        return services.size() == 1
                ? Optional.of(services.iterator().next()).filter(s -> !s.isEmpty())
                : Optional.empty();
    }

    private static Optional<String> serviceOf(String name) {
        return BY_FOLDER.entrySet().stream()
                .filter(entry -> name.startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static void judge(Repository repository, Source source, Block block, String service, Findings findings) {
        Set<String> written = PidFiles.of(repository, source.folder(), service);
        boolean tellsIt = block.scripts().stream()
                .flatMap(script -> script.lines().stream())
                .anyMatch(line -> line.contains(service) && !line.strip().startsWith("#"));
        for (LogrotateFile.Script script : block.scripts()) {
            for (int i = 0; i < script.lines().size(); i++) {
                String line = script.lines().get(i).strip();
                if (!line.startsWith("#") && line.length() < MAX_LINE) {
                    Told told = new Told(source, script.line() + i, line, service);
                    if (tellsIt) {
                        unwritten(told, written, findings);
                    } else {
                        others(told, findings);
                    }
                }
            }
        }
    }

    private record Told(Source source, int line, String text, String service) {}

    private static void others(Told told, Findings findings) {
        Matcher service = SERVICE.matcher(told.text());
        while (service.find()) {
            other(service.group(1), told)
                    .ifPresent(other -> add(told, "tells " + other + " about the logs of " + told.service(), findings));
        }
        Matcher pid = PID.matcher(told.text());
        while (pid.find()) {
            String file = pid.group(1);
            other(file.substring(file.lastIndexOf('/') + 1), told)
                    .ifPresent(other -> add(
                            told,
                            "signals %s (%s) about the logs of %s".formatted(other, file, told.service()),
                            findings));
        }
    }

    private static Optional<String> other(String name, Told told) {
        return serviceOf(name).filter(service -> !service.equals(told.service()));
    }

    private static void unwritten(Told told, Set<String> written, Findings findings) {
        Matcher pid = PID.matcher(told.text());
        while (pid.find()) {
            String file = PidFiles.normal(pid.group(1));
            if (!written.isEmpty() && written.stream().noneMatch(w -> matches(file, w))) {
                add(
                        told,
                        "signals the process of %s, which no %s of the machine writes".formatted(file, told.service()),
                        findings);
            }
        }
    }

    private static void add(Told told, String what, Findings findings) {
        findings.add(
                told.source(),
                told.line(),
                "the rotation %s, so %s goes on writing to the file that was moved away"
                        .formatted(what, told.service()),
                "signal the " + told.service() + " that writes these logs");
    }

    private static boolean matches(String glob, String path) {
        return path.matches(Pattern.quote(glob).replace("*", "\\E[^/]*\\Q"));
    }
}
