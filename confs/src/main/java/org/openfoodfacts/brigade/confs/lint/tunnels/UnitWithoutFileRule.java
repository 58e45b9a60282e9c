package org.openfoodfacts.brigade.confs.lint.tunnels;

import java.util.Set;
import java.util.stream.Collectors;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Format.Read;
import org.openfoodfacts.brigade.confs.lint.Formats;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.source.Source;
import org.openfoodfacts.brigade.confs.systemd.UnitFile;
import org.openfoodfacts.brigade.confs.systemd.UnitName;
import org.openfoodfacts.brigade.confs.systemd.UnitPlace;

/**
 * A drop-in for a unit of stunnel that there is not. Debian's package has stunnel@.service, {@code stunnel4 /etc/stunnel/%i.conf}, and the
 * init script stunnel4; it has no stunnel.service.
 */
final class UnitWithoutFileRule implements Rule {
    private static final String FILE = """
            --- confs/proxy/stunnel/shop.conf
            [MongoDB]
            accept = 27017
            connect = 10.1.0.102:27017
            ciphers = PSK
            PSKsecrets = /etc/stunnel/psk/mongodb.txt
            --- confs/proxy/systemd/system/%s.d/override.conf
            [Service]
            RuntimeDirectory=stunnel-shop
            """;
    private static final RulePage PAGE = new RulePage(
            "tunnel-unit-unused",
            Severity.WARNING,
            "A drop-in is for a unit that runs no tunnel of the machine",
            """
            Debian starts a tunnel file as stunnel@NAME.service, NAME being the file without '.conf'. A drop-in for another name is read by \
            nobody: the folder for the pid file is not made, the alert is not set.""",
            "",
            new RulePage.Failing(
                    "confs/proxy/systemd/system/stunnel@off.service.d/override.conf",
                    FILE.formatted("stunnel@off.service")),
            FILE.formatted("stunnel@shop.service"));

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (String folder : repository.machines()) {
            Set<String> files = repository
                    .all(Formats.STUNNEL, folder)
                    .map(file -> file.source().fileName().replaceFirst("\\.conf$", ""))
                    .collect(Collectors.toSet());
            if (!files.isEmpty()) {
                boolean hasOwn = repository
                                .find(folder, "systemd/system/stunnel.service")
                                .isPresent()
                        || repository.find(folder, "systemd/stunnel.service").isPresent();
                repository
                        .all(Formats.UNIT, folder)
                        .map(Read<UnitFile>::source)
                        .forEach(source -> judge(source, files, hasOwn, findings));
            }
        }
    }

    private static void judge(Source source, Set<String> files, boolean hasOwn, Findings findings) {
        UnitPlace place = UnitPlace.of(source.name()).orElseThrow();
        UnitName unit = place.unit();
        boolean isTunnel = unit.prefix().equals("stunnel")
                && unit.type().equals("service")
                && place.kind() == UnitPlace.Kind.DROP_IN;
        if (isTunnel && unit.isInstance() && !files.contains(unit.instance())) {
            found(
                    source,
                    unit,
                    "which reads /etc/stunnel/" + unit.instance() + ".conf, and the folder holds none",
                    findings);
        } else if (isTunnel && unit.instance() == null && !hasOwn) {
            found(source, unit, "which Debian's package does not have", findings);
        }
    }

    private static void found(Source source, UnitName unit, String why, Findings findings) {
        findings.guess(
                source,
                0,
                "the machine has no other",
                "the drop-in is for " + unit + ", " + why + ", so nothing in it is in force",
                "put it into stunnel@.service.d, or into that of the file's instance");
    }
}
