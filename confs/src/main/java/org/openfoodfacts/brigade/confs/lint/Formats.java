package org.openfoodfacts.brigade.confs.lint;

import java.util.List;
import org.openfoodfacts.brigade.confs.Parsed;
import org.openfoodfacts.brigade.confs.cron.CronTable;
import org.openfoodfacts.brigade.confs.cron.CronText;
import org.openfoodfacts.brigade.confs.fleet.Fleet;
import org.openfoodfacts.brigade.confs.fleet.FleetFile;
import org.openfoodfacts.brigade.confs.markdown.MarkdownFile;
import org.openfoodfacts.brigade.confs.markdown.MarkdownParser;
import org.openfoodfacts.brigade.confs.modprobe.ModprobeCommand;
import org.openfoodfacts.brigade.confs.modprobe.ModprobeParser;
import org.openfoodfacts.brigade.confs.proxmox.GuestConf;
import org.openfoodfacts.brigade.confs.proxmox.GuestParser;
import org.openfoodfacts.brigade.confs.source.Source;
import org.openfoodfacts.brigade.confs.subids.SubidParser;
import org.openfoodfacts.brigade.confs.subids.SubidRange;
import org.openfoodfacts.brigade.confs.sysctl.SysctlParser;
import org.openfoodfacts.brigade.confs.sysctl.SysctlSetting;
import org.openfoodfacts.brigade.confs.proxmox.SectionConfig;
import org.openfoodfacts.brigade.confs.proxmox.SectionConfigParser;
import org.openfoodfacts.brigade.confs.sanoid.SanoidFile;
import org.openfoodfacts.brigade.confs.sanoid.SanoidParser;
import org.openfoodfacts.brigade.confs.syncoid.SyncoidArgs;
import org.openfoodfacts.brigade.confs.syncoid.SyncoidArgsParser;
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
            new Format<>("Proxmox guest", source -> GuestParser.isGuestFile(source.real()), GuestParser::parse);

    public static final Format<MarkdownFile> MARKDOWN =
            new Format<>("Markdown", Formats::isDocument, MarkdownParser::parse);
    public static final Format<List<SubidRange>> SUBIDS =
            new Format<>("subuid and subgid", source -> source.inFolder().matches("subuid|subgid"), SubidParser::parse);
    public static final Format<List<SysctlSetting>> SYSCTL =
            new Format<>("sysctl", source -> isConfIn("sysctl.d/", source), SysctlParser::parse);
    public static final Format<List<ModprobeCommand>> MODPROBE =
            new Format<>("modprobe", source -> isConfIn("modprobe.d/", source), ModprobeParser::parse);
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
    public static final List<Format<?>> ALL = List.of(
            FLEET, //
            GUEST, MODPROBE, SUBIDS, SYSCTL);
            GUEST, SECTIONS, SANOID, SYNCOID);
            GUEST, UNIT);

    private Formats() {}

    private static boolean isDocument(Source source) {
        String name = source.name();
        boolean isRead = name.startsWith("docs/")
                || name.indexOf('/') < 0
                || source.fileName().equals("README.md");
        return isRead && name.endsWith(".md");
    }

    private static boolean isConfIn(String folder, Source source) {
        return !source.folder().isEmpty()
                && source.inFolder().startsWith(folder)
                && source.fileName().endsWith(".conf");
    }
}
