package org.openfoodfacts.brigade.confs.lint;

import java.util.List;
import org.openfoodfacts.brigade.confs.Parsed;
import org.openfoodfacts.brigade.confs.cron.CronTable;
import org.openfoodfacts.brigade.confs.cron.CronText;
import org.openfoodfacts.brigade.confs.fleet.Fleet;
import org.openfoodfacts.brigade.confs.fleet.FleetFile;
import org.openfoodfacts.brigade.confs.logrotate.LogrotateFile;
import org.openfoodfacts.brigade.confs.logrotate.LogrotateText;
import org.openfoodfacts.brigade.confs.proxmox.GuestConf;
import org.openfoodfacts.brigade.confs.proxmox.GuestParser;
import org.openfoodfacts.brigade.confs.shell.ShellFiles;
import org.openfoodfacts.brigade.confs.shell.ShellScript;
import org.openfoodfacts.brigade.confs.systemd.UnitFile;
import org.openfoodfacts.brigade.confs.systemd.UnitPlace;
import org.openfoodfacts.brigade.confs.systemd.UnitText;

/** The kinds of files that are read. */
public final class Formats {
    public static final Format<Fleet> FLEET = new Format<>(
            "fleet.yaml", source -> source.name().equals(FleetFile.NAME), (_, text) -> FleetFile.parse(text));
    public static final Format<GuestConf> GUEST =
            new Format<>("Proxmox guest", source -> GuestParser.isGuestFile(source.name()), GuestParser::parse);
    public static final Format<UnitFile> UNIT =
            new Format<>("systemd unit", source -> UnitPlace.isUnitFile(source.name()), UnitText::parse);
    public static final Format<ShellScript> SHELL = new Format<>(
            "shell script", ShellFiles::isScript, (_, text) -> new Parsed<>(ShellScript.parse(text), List.of()));
    public static final Format<CronTable> CRON = new Format<>(
            "crontab", source -> !source.folder().isEmpty() && CronText.isCronFile(source.name()), CronText::parse);
    public static final Format<LogrotateFile> LOGROTATE = new Format<>(
            "logrotate",
            source -> !source.folder().isEmpty() && LogrotateText.isLogrotateFile(source.name()),
            LogrotateText::parse);

    /** One per line, by name of the package that holds the parser. */
    static final List<Format<?>> ALL = List.of(
            FLEET, //
            GUEST, UNIT);

    private Formats() {}
}
