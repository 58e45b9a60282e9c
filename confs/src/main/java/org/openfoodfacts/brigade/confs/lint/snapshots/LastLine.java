package org.openfoodfacts.brigade.confs.lint.snapshots;

import java.util.Optional;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Formats;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.source.Source;
import org.openfoodfacts.brigade.confs.source.Text;

/**
 * A last pull without a line break, where the unit that reads the file loses it. {@code read} fails at the end of the file, so the loop ends
 * before its body (bash(1), read), unless '|| [ -n … ]' keeps it; grep and awk write the missing line break themselves, and then nothing is lost.
 */
final class LastLine implements Rule {
    private static final Pattern DIRECT = Pattern.compile(
            "(<\\s*|\\bcat\\s+)(/etc/sanoid/)?syncoid-args\\.conf(?![^|]*\\|[^|]*\\b([ef]?grep|awk|sort|cut)\\b)");
    private static final Pattern GOES_ON = Pattern.compile("\\bread\\b[^;]*\\|\\|");
    private static final RulePage PAGE = new RulePage(
            "pull-last-line",
            Severity.ERROR,
            "The last pull has no line break, and its reader loses it",
            """
            'while read …; do …; done < file' leaves the loop when the last line is not ended: the pull is never made, and nothing fails. Through \
            grep or awk it is not lost.""",
            "",
            new RulePage.Failing("confs/backup1/sanoid/syncoid-args.conf:1", """
                    --- confs/backup1/systemd/system/syncoid.service
                    [Service]
                    Type=oneshot
                    ExecStart=/bin/bash -c 'while read -a words; do syncoid "$${words[@]}" </dev/null; done < /etc/sanoid/syncoid-args.conf'
                    --- confs/backup1/sanoid/sanoid.conf
                    [tank/copies]
                    recursive = yes
                    autosnap = no
                    --- confs/backup1/sanoid/syncoid-args.conf
                    --no-privilege-elevation --no-sync-snap backup1operator@10.1.0.9:tank/web tank/copies/web
                    \\ no newline at end of file
                    """),
            """
            --- confs/backup1/systemd/system/syncoid.service
            [Service]
            Type=oneshot
            ExecStart=/bin/bash -c 'grep -v "^#" /etc/sanoid/syncoid-args.conf | while read -a words; do syncoid "$${words[@]}" </dev/null; done'
            --- confs/backup1/sanoid/sanoid.conf
            [tank/copies]
            recursive = yes
            autosnap = no
            --- confs/backup1/sanoid/syncoid-args.conf
            --no-privilege-elevation --no-sync-snap backup1operator@10.1.0.9:tank/web tank/copies/web
            \\ no newline at end of file
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (var args : repository.all(Formats.SYNCOID)) {
            Text text = args.source().text();
            String last = text.line(text.lines().size());
            if (text.endsWithinALine() && !last.isBlank() && !last.startsWith("#")) {
                loser(repository, args.source().folder())
                        .ifPresent(reader -> findings.add(
                                args.source(),
                                text.lines().size(),
                                "the last line has no line break, and " + reader
                                        + " reads line by line, so this pull is never made",
                                "end the file with a line break"));
            }
        }
    }

    /** Where a unit of the machine reads the file so that the last line is lost. */
    private static Optional<String> loser(Repository repository, String folder) {
        return repository.of(folder).stream()
                .filter(source -> source.fileName().endsWith(".service"))
                .filter(source -> loses(source))
                .map(Source::name)
                .findFirst();
    }

    private static boolean loses(Source unit) {
        return unit.text().lines().stream()
                .filter(line -> line.contains("read ") && line.contains("syncoid-args.conf"))
                .anyMatch(line ->
                        DIRECT.matcher(line).find() && !GOES_ON.matcher(line).find());
    }
}
