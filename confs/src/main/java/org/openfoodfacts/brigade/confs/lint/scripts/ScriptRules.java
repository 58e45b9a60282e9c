package org.openfoodfacts.brigade.confs.lint.scripts;

import java.util.List;
import org.openfoodfacts.brigade.confs.lint.Rule;

/** Scripts. */
public final class ScriptRules {
    public static final List<Rule> ALL = List.of(
            new ResultLost(), //
            new CronPercent(),
            new CronMail(),
            new CronSilenced(),
            new CronFileIgnored(),
            new InputEaten(),
            new InputIgnored(),
            new UncheckedDownload(),
            new MonthArithmetic(),
            new InteractiveRead(),
            new ShellCheckRule(),
            new AlwaysSucceeds(),
            new PrunesTwice(),
            new FolderPrunedTwice());

    private ScriptRules() {}
}
