package org.openfoodfacts.brigade.confs.lint.units;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Format.Read;
import org.openfoodfacts.brigade.confs.lint.Formats;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.logrotate.Glob;
import org.openfoodfacts.brigade.confs.logrotate.LogrotateFile;
import org.openfoodfacts.brigade.confs.logrotate.LogrotateFile.Block;

/**
 * A log that two blocks of a machine's logrotate files name: "duplicate log entry", and the second file is skipped ("found error in file,
 * skipping", config.c), unless it says ignoreduplicates (3.21 and later). Files are read in the order of their names.
 */
final class LogTwice implements Rule {
    private static final Pattern NOT_READ = Pattern.compile(
            "(?i).*(?:\\.(?:bak|old|orig|disabled|off|dpkg-\\w+|ucf-\\w+|rpm\\w+|cfsaved|swp|md|example)|~|,v)|\\..*");

    /** What Debian's packages rotate, by the file they put it in. */
    private static final Map<String, String> PACKAGED = Map.of(
            "nginx", "/var/log/nginx/*.log",
            "apache2", "/var/log/apache2/*.log",
            "stunnel4", "/var/log/stunnel4/*.log",
            "fail2ban", "/var/log/fail2ban.log");

    private static final RulePage PAGE = new RulePage(
            "logrotate-log-twice",
            Severity.WARNING,
            "A log is rotated by two files",
            """
            logrotate refuses the second of two entries for a log, and with it the whole file that holds it: nothing else in that file is \
            rotated either, and logrotate ends with an error each time.""",
            "",
            new RulePage.Failing("confs/proxy/logrotate.d/shop:1", """
                    --- confs/proxy/logrotate.d/nginx
                    /var/log/nginx/*.log {
                        daily
                    }
                    --- confs/proxy/logrotate.d/shop
                    /var/log/nginx/shop.log {
                        weekly
                    }
                    """),
            """
            --- confs/proxy/logrotate.d/nginx
            /var/log/nginx/*.log {
                daily
            }
            --- confs/proxy/logrotate.d/shop
            /var/log/nginx/shop/*.log /var/log/nginx/shop.txt {
                weekly
            }
            """);

    /** One path of a block; the block is null for what a package brings. */
    private record Entry(Read<LogrotateFile> file, Block block, String path) {
        String by() {
            return file == null ? "the package's " + path : file.source().inFolder();
        }
    }

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (String folder : repository.machines()) {
            TreeMap<String, Read<LogrotateFile>> files = new TreeMap<>();
            repository
                    .all(Formats.LOGROTATE, folder)
                    .filter(file -> isRead(file.source().inFolder()))
                    .forEach(file -> files.put(file.source().inFolder(), file));
            if (!files.isEmpty()) {
                judge(files, findings);
            }
        }
    }

    private static boolean isRead(String inFolder) {
        return inFolder.startsWith("logrotate.d/")
                && !NOT_READ.matcher(inFolder.substring("logrotate.d/".length()))
                        .matches();
    }

    private static void judge(Map<String, Read<LogrotateFile>> files, Findings findings) {
        List<Entry> before = new ArrayList<>();
        files.values().forEach(file -> {
            for (Block block : file.value().blocks()) {
                List<Entry> own = block.paths().stream()
                        .map(path -> new Entry(file, block, path))
                        .toList();
                own.forEach(entry -> {
                    if (!ignores(block)) {
                        before.stream()
                                .filter(other -> sameLogs(other.path, entry.path))
                                .findFirst()
                                .or(() -> packaged(files, entry))
                                .ifPresent(other -> found(entry, other, findings));
                    }
                    before.add(entry);
                });
            }
        });
    }

    private static boolean ignores(Block block) {
        return block.directives().stream()
                .anyMatch(directive -> directive.name().equals("ignoreduplicates"));
    }

    private static boolean sameLogs(String one, String other) {
        return one.equals(other) || new Glob(one).matches(other) || new Glob(other).matches(one);
    }

    private static Optional<Entry> packaged(Map<String, Read<LogrotateFile>> files, Entry entry) {
        return PACKAGED.entrySet().stream()
                .filter(known -> !files.containsKey("logrotate.d/" + known.getKey()))
                .filter(known -> sameLogs(known.getValue(), entry.path))
                .map(known -> new Entry(null, null, known.getValue()))
                .findFirst();
    }

    private static void found(Entry entry, Entry other, Findings findings) {
        int line = entry.block.line();
        if (other.file == null) {
            findings.guess(
                    entry.file.source(),
                    line,
                    "the package's own file of logrotate.d is there",
                    "'" + entry.path + "' is rotated by Debian's entry for " + other.path
                            + " too, so logrotate refuses one of the two and reports an error each time",
                    "replace the package's file by one in this folder, or take the log out of its folder");
        } else {
            findings.add(
                    entry.file.source(),
                    line,
                    "'" + entry.path + "' is rotated by " + other.by() + " (" + other.path
                            + ") already, so logrotate skips this file and all of its logs grow",
                    "name the log in one of the two only");
        }
    }
}
