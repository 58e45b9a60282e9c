package org.openfoodfacts.brigade.confs.lint.scripts;

import java.util.ArrayList;
import java.util.List;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Format.Read;
import org.openfoodfacts.brigade.confs.lint.Formats;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.logrotate.LogrotateFile;
import org.openfoodfacts.brigade.confs.logrotate.LogrotateFile.Block;
import org.openfoodfacts.brigade.confs.shell.ShellScript;
import org.openfoodfacts.brigade.confs.source.Source;

/** Files that one job of a machine deletes by their age while logrotate, or another job of it, has its own rule for the same folder and names. */
final class FolderPrunedTwice implements Rule {
    private static final RulePage PAGE = new RulePage(
            "folder-pruned-twice",
            Severity.WARNING,
            "Two mechanisms delete the same files",
            """
            Each keeps what it is told to keep, so what stays is what the shorter one leaves. Who lengthens the other sees no effect, and misses the \
            logs or dumps on the day he looks for them.""",
            "a purge kept running on the old pool for six weeks after the dataset moved",
            new RulePage.Failing("confs/host1/cron.d/purge:1", """
                    --- confs/host1/cron.d/purge
                    0 4 * * * root find /var/log/shop -mtime +7 -name '*.gz' -delete
                    --- confs/host1/logrotate.d/shop
                    /var/log/shop/*.log {
                        daily
                        rotate 90
                        compress
                    }
                    """),
            """
            --- confs/host1/cron.d/purge
            0 4 * * * root find /var/cache/shop -mtime +7 -delete
            --- confs/host1/logrotate.d/shop
            /var/log/shop/*.log {
                daily
                rotate 90
                compress
            }
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        repository.machines().forEach(folder -> check(repository, folder, findings));
    }

    private static void check(Repository repository, String folder, Findings findings) {
        List<Deletion> deletions = deletions(repository, folder);
        for (int i = 0; i < deletions.size(); i++) {
            Deletion deletion = deletions.get(i);
            repository
                    .all(Formats.LOGROTATE, folder)
                    .filter(logs -> logs.value().blocks().stream().anyMatch(block -> isIn(block, deletion)))
                    .findFirst()
                    .map(Read<LogrotateFile>::source)
                    .or(() -> deletions.stream()
                            .limit(deletions.indexOf(deletion))
                            .filter(deletion::isSameAs)
                            .findFirst()
                            .map(Deletion::source))
                    .ifPresent(other -> add(deletion, other, findings));
        }
    }

    private static void add(Deletion deletion, Source other, Findings findings) {
        findings.guess(
                deletion.source(),
                deletion.line(),
                "both are in use",
                "files in %s are deleted here and by %s, so what the one is told to keep the other deletes"
                        .formatted(deletion.path(), other.name()),
                "leave it to one of the two");
    }

    private static boolean isIn(Block block, Deletion deletion) {
        return block.paths().stream().anyMatch(deletion::hitsLog);
    }

    private static List<Deletion> deletions(Repository repository, String folder) {
        List<Deletion> deletions = new ArrayList<>();
        repository
                .all(Formats.CRON, folder)
                .forEach(read -> read.value()
                        .jobs()
                        .forEach(job -> Deletion.of(read.source(), ShellScript.parse(job.command()))
                                .forEach(deletion -> deletions.add(deletion.at(job.line())))));
        repository
                .all(Formats.SHELL, folder)
                .filter(read -> read.source().inFolder().startsWith("cron."))
                .forEach(read -> deletions.addAll(Deletion.of(read.source(), read.value())));
        repository
                .all(Formats.UNIT, folder)
                .flatMap(RunScript::of)
                .forEach(script -> Deletion.of(script.source(), script.parsed())
                        .forEach(deletion -> deletions.add(deletion.at(script.unitLine()))));
        return deletions;
    }
}
