package org.openfoodfacts.brigade.confs.lint.snapshots;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.sanoid.Policy;
import org.openfoodfacts.brigade.confs.sanoid.SanoidFile.Section;
import org.openfoodfacts.brigade.confs.sanoid.SanoidFile.Setting;

/**
 * Hooks that never run: sanoid calls pre_ and post_snapshot_script only around a snapshot it takes, pruning_script only after one it destroys
 * ({@code take_snapshots}, {@code prune_snapshots}, 2.1.0). Below a section, too, the hook is looked for.
 */
final class IdleHooks implements Rule {
    private static final Map<String, Predicate<Policy>> HOOKS = Map.of(
            "pre_snapshot_script", IdleHooks::snaps,
            "post_snapshot_script", IdleHooks::snaps,
            "pre_pruning_script", IdleHooks::prunes,
            "pruning_script", IdleHooks::prunes);
    private static final RulePage PAGE = new RulePage(
            "policy-hook-idle",
            Severity.WARNING,
            "A hook that cannot run under its policy",
            """
            Snapshot hooks run when sanoid takes a snapshot, pruning hooks when it destroys one. With autosnap=no a post_snapshot_script that \
            cleans up after replication never runs, and what it was to remove stays.""",
            "",
            new RulePage.Failing("confs/backup1/sanoid/sanoid.conf:6", """
                    --- confs/backup1/sanoid/sanoid.conf
                    [tank/copies]
                    use_template = received
                    recursive = yes
                    [template_received]
                    autosnap = no
                    post_snapshot_script = /usr/local/bin/drop-strays
                    """),
            """
            --- confs/backup1/sanoid/sanoid.conf
            [tank/copies]
            use_template = received
            recursive = yes
            [template_received]
            autosnap = no
            pruning_script = /usr/local/bin/drop-strays
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (Policed machine : Replication.of(repository).policed()) {
            Map<Setting, Boolean> runs = new TreeMap<>(Comparator.comparingInt(Setting::line));
            for (Section section : machine.file().datasets()) {
                for (String dataset : List.of(section.dataset(), section.dataset() + "/any")) {
                    machine.policies().of(dataset).ifPresent(policy -> note(policy, runs));
                }
            }
            runs.forEach((hook, run) -> {
                if (!run) {
                    report(machine, hook, findings);
                }
            });
        }
    }

    private static void note(Policy policy, Map<Setting, Boolean> runs) {
        HOOKS.forEach((key, canRun) -> {
            Setting hook = policy.setting(key);
            if (hook.line() > 0 && !hook.value().isBlank()) {
                runs.merge(hook, canRun.test(policy), Boolean::logicalOr);
            }
        });
    }

    private static void report(Policed machine, Setting hook, Findings findings) {
        boolean pruning = hook.key().contains("pruning");
        findings.add(
                machine.source(),
                hook.line(),
                hook.key() + " never runs, because no policy that has it " + (pruning ? "prunes" : "takes snapshots")
                        + ", so " + hook.value().strip() + " does nothing",
                pruning
                        ? "set autoprune=yes, or remove it"
                        : "use pruning_script, which runs where snapshots are pruned, or remove it");
    }

    private static boolean snaps(Policy policy) {
        return policy.takesSnapshots() && policy.takenWith() == null;
    }

    private static boolean prunes(Policy policy) {
        return policy.prunes();
    }
}
