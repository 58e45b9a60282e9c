package org.openfoodfacts.brigade.confs.lint;

import java.util.List;
import org.openfoodfacts.brigade.confs.fleet.Fleet;
import org.openfoodfacts.brigade.confs.fleet.FleetFile;
import org.openfoodfacts.brigade.confs.proxmox.GuestConf;
import org.openfoodfacts.brigade.confs.proxmox.GuestParser;
import org.openfoodfacts.brigade.confs.stunnel.SecretsFile;
import org.openfoodfacts.brigade.confs.stunnel.StunnelFile;
import org.openfoodfacts.brigade.confs.stunnel.StunnelParser;
import org.openfoodfacts.brigade.confs.stunnel.TunnelFiles;

/** The kinds of files that are read. */
public final class Formats {
    public static final Format<Fleet> FLEET = new Format<>(
            "fleet.yaml", source -> source.name().equals(FleetFile.NAME), (_, text) -> FleetFile.parse(text));
    public static final Format<GuestConf> GUEST =
            new Format<>("Proxmox guest", source -> GuestParser.isGuestFile(source.name()), GuestParser::parse);

    public static final Format<StunnelFile> STUNNEL =
            new Format<>("stunnel", TunnelFiles::isConfiguration, StunnelParser::parse);
    public static final Format<SecretsFile> STUNNEL_SECRETS =
            new Format<>("stunnel secrets", TunnelFiles::isSecrets, (_, text) -> SecretsFile.parse(text));

    /** One per line, by name of the package that holds the parser. */
    static final List<Format<?>> ALL = List.of(
            FLEET, //
            GUEST,
            STUNNEL,
            STUNNEL_SECRETS);

    private Formats() {}
}
