package org.openfoodfacts.brigade.confs.lint;

import java.util.List;
import org.openfoodfacts.brigade.confs.fleet.Fleet;
import org.openfoodfacts.brigade.confs.fleet.FleetFile;
import org.openfoodfacts.brigade.confs.proxmox.GuestConf;
import org.openfoodfacts.brigade.confs.proxmox.GuestParser;
import org.openfoodfacts.brigade.confs.proxmox.SectionConfig;
import org.openfoodfacts.brigade.confs.proxmox.SectionConfigParser;
import org.openfoodfacts.brigade.confs.sanoid.SanoidFile;
import org.openfoodfacts.brigade.confs.sanoid.SanoidParser;
import org.openfoodfacts.brigade.confs.syncoid.SyncoidArgs;
import org.openfoodfacts.brigade.confs.syncoid.SyncoidArgsParser;

/** The kinds of files that are read. */
public final class Formats {
    public static final Format<Fleet> FLEET = new Format<>(
            "fleet.yaml", source -> source.name().equals(FleetFile.NAME), (_, text) -> FleetFile.parse(text));
    public static final Format<GuestConf> GUEST =
            new Format<>("Proxmox guest", source -> GuestParser.isGuestFile(source.name()), GuestParser::parse);
    public static final Format<SectionConfig> SECTIONS = new Format<>(
            "Proxmox sections",
            source -> source.inFolder().startsWith("pve/") && SectionConfigParser.isSectionFile(source.name()),
            SectionConfigParser::parse);
    public static final Format<SanoidFile> SANOID = new Format<>(
            "sanoid.conf",
            source -> !source.folder().isEmpty() && source.fileName().equals("sanoid.conf"),
            SanoidParser::parse);
    public static final Format<SyncoidArgs> SYNCOID = new Format<>(
            "syncoid-args.conf",
            source -> !source.folder().isEmpty() && source.fileName().equals("syncoid-args.conf"),
            SyncoidArgsParser::parse);

    /** One per line, by name of the package that holds the parser. */
    static final List<Format<?>> ALL = List.of(
            FLEET, //
            GUEST, SECTIONS, SANOID, SYNCOID);

    private Formats() {}
}
