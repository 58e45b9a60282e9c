package org.openfoodfacts.brigade.confs.lint.units;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.source.Source;
import org.openfoodfacts.brigade.confs.systemd.UnitName;

/** A drop-in that systemd does not read: systemd.unit(5), {@code foo.service.d/} and "files with the suffix .conf", and {@code type.d/} for all of a type. */
final class DropInIgnored implements Rule {
    private static final Pattern DROP_IN = Pattern.compile("(?:.*/)?systemd/(?:(system)/)?([^/]+)\\.d/([^/]+)");
    private static final Pattern LEFT_ASIDE = Pattern.compile(
            "(?i).*(?:\\.(?:bak|old|orig|disabled|off|md|txt|dpkg-\\w+|save|example)|~)|readme.*|\\..*");
    private static final Set<String> OTHER_SUFFIXES = Set.of("conf", "link", "network", "netdev", "nspawn", "dnssd");

    private static final RulePage PAGE = new RulePage(
            "unit-drop-in-ignored",
            Severity.WARNING,
            "systemd does not read a drop-in",
            """
            A drop-in is read from a folder that is called as the unit, with its type ('nginx.service.d'), below systemd/system, and only when its \
            name ends with '.conf'. Otherwise nothing in it is in force, and nothing says so.""",
            "",
            new RulePage.Failing("confs/host1/systemd/system/nginx.d/override.conf", """
                    --- confs/host1/systemd/system/nginx.d/override.conf
                    [Service]
                    Restart=always
                    """),
            """
            --- confs/host1/systemd/system/nginx.service.d/override.conf
            [Service]
            Restart=always
            --- confs/host1/systemd/system/nginx.service.d/override.conf.disabled
            [Service]
            Restart=no
            --- confs/host1/systemd/system/service.d/all.conf
            [Service]
            MemoryAccounting=yes
            --- confs/host1/systemd/journald.conf.d/size.conf
            [Journal]
            SystemMaxUse=1G
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (Source source : repository.sources()) {
            if (source.name().contains("/systemd/") && !source.folder().isEmpty()) {
                judge(repository, source, findings);
            }
        }
    }

    private static void judge(Repository repository, Source source, Findings findings) {
        var matcher = DROP_IN.matcher(source.name());
        if (!matcher.matches() || LEFT_ASIDE.matcher(matcher.group(3)).matches()) {
            return;
        }
        String unit = matcher.group(2);
        Optional<UnitName> name = UnitName.parse(unit);
        boolean inSystem = matcher.group(1) != null;
        if (name.isEmpty() && (UnitName.TYPES.contains(unit) || OTHER_SUFFIXES.contains(suffix(unit)))) {
            return;
        }
        if (name.isEmpty() && holdsUnit(source)) {
            findings.add(
                    source,
                    0,
                    "the folder '%s.d' names no unit with its type, so systemd does not read the drop-in"
                            .formatted(unit),
                    "call the folder '%s.service.d'".formatted(unit));
        } else if (name.isPresent() && !source.name().endsWith(".conf") && holdsUnit(source)) {
            findings.add(
                    source,
                    0,
                    "the drop-in for %s does not end with '.conf', so systemd does not read it".formatted(unit),
                    "call it '" + source.fileName() + ".conf'");
        } else if (name.isPresent() && !inSystem && hasSystemFolder(repository, source)) {
            findings.add(
                    Severity.NOTE,
                    source,
                    0,
                    "the drop-in for %s stands in systemd, not in systemd/system as the machine's others do; linked to /etc as it stands, systemd does not read it (guessed: it is linked so)"
                            .formatted(unit),
                    "move it to systemd/system/%s.d".formatted(unit));
        }
    }

    private static String suffix(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static boolean holdsUnit(Source source) {
        return source.text().lines().stream()
                .anyMatch(line -> line.startsWith("[") && line.stripTrailing().endsWith("]"));
    }

    private static boolean hasSystemFolder(Repository repository, Source source) {
        return !source.folder().equals(Repository.SHARED)
                && source.inFolder().startsWith("systemd/")
                && repository.of(source.folder()).stream()
                        .anyMatch(other -> other.inFolder().startsWith("systemd/system/"));
    }
}
