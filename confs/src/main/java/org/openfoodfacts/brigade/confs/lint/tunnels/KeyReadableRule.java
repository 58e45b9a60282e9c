package org.openfoodfacts.brigade.confs.lint.tunnels;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
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

/**
 * A script, unit or tmpfiles.d line that opens a file of keys to everyone on the machine. stunnel(8), PSKsecrets: "The file should neither be
 * world-readable nor world-writable"; a group's right (0640) is fine.
 */
final class KeyReadableRule implements Rule {
    private static final int LONGEST_LINE = 2000;
    private static final Pattern MODE = Pattern.compile(
            "\\bchmod\\s+(?:-\\S+\\s+)*+(\\S+)|\\binstall\\s.*?(?:-m\\s*|--mode[= ])(\\S+)|^\\s*[fFCzZ][-+!=~^]*\\s+\\S+\\s+(\\d+)");
    private static final Pattern KEYS = Pattern.compile(
            "/etc/stunnel4?/(?:psk/[^\\s\"']+|[^\\s\"']*psk[^\\s\"'/]*\\.(?:txt|secrets?|psk|key)|[^\\s\"']*\\.(?:secrets?|psk|key))");
    private static final Pattern OCTAL = Pattern.compile("[0-7]?[0-7][0-7]([0-7])");
    private static final Pattern OF_ALL = Pattern.compile("(?:[ug]*[oa][ugoa]*)?[+=][a-zA-Z]*[rw][a-zA-Z]*");

    private static final RulePage PAGE = new RulePage(
            "tunnel-key-readable",
            Severity.WARNING,
            "The keys of a tunnel are made readable for everyone on the machine",
            """
            Whoever has an account or a broken service on the machine reads the key and opens the tunnel from anywhere. stunnel reads the file \
            before it leaves root, so 0600 for root is enough.""",
            "",
            new RulePage.Failing("scripts/stunnel/new-key.sh:3", """
                    --- scripts/stunnel/new-key.sh
                    #!/bin/sh
                    echo "client-a:$(openssl rand -hex 32)" > /etc/stunnel/psk/mongodb.txt
                    chmod 644 /etc/stunnel/psk/mongodb.txt
                    """),
            """
            --- scripts/stunnel/new-key.sh
            #!/bin/sh
            umask 077
            chmod 755 /etc/stunnel/psk
            chmod 600 /etc/stunnel/psk/mongodb.txt
            chmod o-r /etc/stunnel/psk/mongodb.txt
            install -m 0640 -g stunnel4 new.txt /etc/stunnel/psk/redis.txt
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        Stream.of(
                        repository.all(Formats.SHELL).stream().map(Read::source),
                        repository.all(Formats.UNIT).stream().map(Read::source),
                        repository.sources().stream()
                                .filter(source -> source.inFolder().startsWith("tmpfiles.d/")))
                .flatMap(sources -> sources)
                .filter(source -> source.text().all().contains("/etc/stunnel"))
                .forEach(source -> {
                    List<String> lines = source.text().lines();
                    for (int i = 0; i < lines.size(); i++) {
                        judge(source, lines.get(i), i + 1, findings);
                    }
                });
    }

    private static void judge(Source source, String line, int number, Findings findings) {
        if (line.strip().startsWith("#") || line.length() > LONGEST_LINE) {
            return;
        }
        Matcher keys = KEYS.matcher(line);
        Matcher mode = MODE.matcher(line);
        if (keys.find() && mode.find()) {
            Optional.ofNullable(mode.group(1))
                    .or(() -> Optional.ofNullable(mode.group(2)))
                    .or(() -> Optional.ofNullable(mode.group(3)))
                    .filter(KeyReadableRule::isOpen)
                    .ifPresent(given -> findings.add(
                            source,
                            number,
                            "the mode " + given + " lets everyone on the machine read " + keys.group()
                                    + ", and with it open the tunnel",
                            "use 0600, or 0640 with stunnel's group"));
        }
    }

    private static boolean isOpen(String mode) {
        Matcher octal = OCTAL.matcher(mode);
        return octal.matches()
                ? !octal.group(1).equals("0") && !octal.group(1).equals("1")
                : Arrays.stream(mode.split(","))
                        .anyMatch(clause -> OF_ALL.matcher(clause).matches());
    }
}
