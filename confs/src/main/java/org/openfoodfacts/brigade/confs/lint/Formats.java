package org.openfoodfacts.brigade.confs.lint;

import java.util.List;
import org.openfoodfacts.brigade.confs.Parsed;
import org.openfoodfacts.brigade.confs.cron.CronTable;
import org.openfoodfacts.brigade.confs.cron.CronText;
import org.openfoodfacts.brigade.confs.fail2ban.BanFile;
import org.openfoodfacts.brigade.confs.fail2ban.BanFileParser;
import org.openfoodfacts.brigade.confs.fail2ban.BanFiles;
import org.openfoodfacts.brigade.confs.fleet.Fleet;
import org.openfoodfacts.brigade.confs.fleet.FleetFile;
import org.openfoodfacts.brigade.confs.logrotate.LogrotateFile;
import org.openfoodfacts.brigade.confs.logrotate.LogrotateText;
import org.openfoodfacts.brigade.confs.markdown.MarkdownFile;
import org.openfoodfacts.brigade.confs.markdown.MarkdownParser;
import org.openfoodfacts.brigade.confs.modprobe.ModprobeCommand;
import org.openfoodfacts.brigade.confs.modprobe.ModprobeParser;
import org.openfoodfacts.brigade.confs.nftables.NftFile;
import org.openfoodfacts.brigade.confs.nftables.NftParser;
import org.openfoodfacts.brigade.confs.nginx.NginxFile;
import org.openfoodfacts.brigade.confs.nginx.NginxParser;
import org.openfoodfacts.brigade.confs.proxmox.GuestConf;
import org.openfoodfacts.brigade.confs.proxmox.GuestParser;
import org.openfoodfacts.brigade.confs.proxmox.SectionConfig;
import org.openfoodfacts.brigade.confs.proxmox.SectionConfigParser;
import org.openfoodfacts.brigade.confs.sanoid.SanoidFile;
import org.openfoodfacts.brigade.confs.sanoid.SanoidParser;
import org.openfoodfacts.brigade.confs.settings.HostRules;
import org.openfoodfacts.brigade.confs.settings.Settings;
import org.openfoodfacts.brigade.confs.settings.SettingsParser;
import org.openfoodfacts.brigade.confs.shell.ShellFiles;
import org.openfoodfacts.brigade.confs.shell.ShellScript;
import org.openfoodfacts.brigade.confs.source.Source;
import org.openfoodfacts.brigade.confs.stunnel.SecretsFile;
import org.openfoodfacts.brigade.confs.stunnel.StunnelFile;
import org.openfoodfacts.brigade.confs.stunnel.StunnelParser;
import org.openfoodfacts.brigade.confs.stunnel.TunnelFiles;
import org.openfoodfacts.brigade.confs.subids.SubidParser;
import org.openfoodfacts.brigade.confs.subids.SubidRange;
import org.openfoodfacts.brigade.confs.syncoid.SyncoidArgs;
import org.openfoodfacts.brigade.confs.syncoid.SyncoidArgsParser;
import org.openfoodfacts.brigade.confs.sysctl.SysctlParser;
import org.openfoodfacts.brigade.confs.sysctl.SysctlSetting;
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
    public static final Format<SectionConfig> SECTIONS = new Format<>(
            "Proxmox sections",
            source -> source.inFolder().startsWith("pve/") && SectionConfigParser.isSectionFile(source.name()),
            SectionConfigParser::parse);
    public static final Format<SanoidFile> SANOID =
            new Format<>("sanoid.conf", source -> isNamed(source, "sanoid.conf"), SanoidParser::parse);
    public static final Format<SyncoidArgs> SYNCOID =
            new Format<>("syncoid-args.conf", source -> isNamed(source, "syncoid-args.conf"), SyncoidArgsParser::parse);
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
    public static final Format<StunnelFile> STUNNEL =
            new Format<>("stunnel", TunnelFiles::isConfiguration, StunnelParser::parse);
    public static final Format<SecretsFile> STUNNEL_SECRETS =
            new Format<>("stunnel secrets", TunnelFiles::isSecrets, (_, text) -> SecretsFile.parse(text));
    public static final Format<BanFile> JAILS = new Format<>("fail2ban jails", BanFiles::isJails, BanFileParser::parse);
    public static final Format<BanFile> BAN_PARTS =
            new Format<>("fail2ban actions and filters", BanFiles::isPart, BanFileParser::parse);
    public static final Format<NftFile> NFTABLES = new Format<>("nftables", Formats::isNftables, NftParser::parse);
    public static final Format<Settings> REDIS =
            new Format<>("redis", Formats::isRedis, (_, text) -> SettingsParser.flat(text));
    public static final Format<Settings> MEMCACHED = new Format<>(
            "memcached", source -> isNamed(source, "memcached.conf"), (_, text) -> SettingsParser.options(text));
    public static final Format<Settings> MONGOD =
            new Format<>("mongod", source -> isNamed(source, "mongod.conf"), (_, text) -> SettingsParser.nested(text));
    public static final Format<Settings> POSTGRES =
            new Format<>("postgresql", Formats::isPostgres, (_, text) -> SettingsParser.flat(text));
    public static final Format<HostRules> PG_HBA =
            new Format<>("pg_hba", source -> isNamed(source, "pg_hba.conf"), (_, text) -> HostRules.parse(text));
    public static final Format<Settings> MUNIN = new Format<>(
            "munin-node", source -> isNamed(source, "munin-node.conf"), (_, text) -> SettingsParser.flat(text));
    public static final Format<NginxFile> NGINX = new Format<>(
            "nginx",
            source -> NginxFile.isNginxFile(source.inFolder())
                    && NginxFile.mayHoldDirectives(source.text().all()),
            NginxParser::parse);

    public static final List<Format<?>> ALL = List.of(
            FLEET,
            GUEST,
            MARKDOWN,
            SUBIDS,
            SYSCTL,
            MODPROBE,
            SECTIONS,
            SANOID,
            SYNCOID,
            UNIT,
            SHELL,
            CRON,
            LOGROTATE,
            STUNNEL,
            STUNNEL_SECRETS,
            JAILS,
            BAN_PARTS,
            NFTABLES,
            REDIS,
            MEMCACHED,
            MONGOD,
            POSTGRES,
            PG_HBA,
            MUNIN,
            NGINX);

    private Formats() {}

    private static boolean isConfIn(String folder, Source source) {
        return !source.folder().isEmpty()
                && source.inFolder().startsWith(folder)
                && source.fileName().endsWith(".conf");
    }

    private static boolean isDocument(Source source) {
        String name = source.name();
        boolean isRead = name.startsWith("docs/")
                || name.indexOf('/') < 0
                || source.fileName().equals("README.md");
        return isRead && name.endsWith(".md");
    }

    private static boolean isNftables(Source source) {
        String name = source.inFolder();
        return name.endsWith("nftables.conf") || name.endsWith(".nft") || name.contains("nftables.conf.d/");
    }

    private static boolean isRedis(Source source) {
        return isNamed(source, "redis.conf")
                || (!source.folder().isEmpty() && source.inFolder().matches("redis/redis[^/]*\\.conf"));
    }

    private static boolean isPostgres(Source source) {
        return isNamed(source, "postgresql.conf")
                || (!source.folder().isEmpty()
                        && source.inFolder().matches("postgresql/(?:[^/]+/){0,2}conf\\.d/[^/]+\\.conf"));
    }

    private static boolean isNamed(Source source, String fileName) {
        return !source.folder().isEmpty() && source.fileName().equals(fileName);
    }
}
