package org.openfoodfacts.brigade.confs.lint;

import java.util.List;
import org.openfoodfacts.brigade.confs.fleet.Fleet;
import org.openfoodfacts.brigade.confs.fleet.FleetFile;
import org.openfoodfacts.brigade.confs.nginx.NginxFile;
import org.openfoodfacts.brigade.confs.nginx.NginxParser;
import org.openfoodfacts.brigade.confs.proxmox.GuestConf;
import org.openfoodfacts.brigade.confs.proxmox.GuestParser;

/** The kinds of files that are read. */
public final class Formats {
    public static final Format<Fleet> FLEET = new Format<>(
            "fleet.yaml", source -> source.name().equals(FleetFile.NAME), (_, text) -> FleetFile.parse(text));
    public static final Format<GuestConf> GUEST =
            new Format<>("Proxmox guest", source -> GuestParser.isGuestFile(source.name()), GuestParser::parse);

    public static final Format<NginxFile> NGINX = new Format<>(
            "nginx",
            source -> NginxFile.isNginxFile(source.inFolder())
                    && NginxFile.mayHoldDirectives(source.text().all()),
            NginxParser::parse);

    /** One per line, by name of the package that holds the parser. */
    static final List<Format<?>> ALL = List.of(
            FLEET, //
            NGINX, GUEST);

    private Formats() {}
}
