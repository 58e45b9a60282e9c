package org.openfoodfacts.brigade.confs.lint.guests;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Format.Read;
import org.openfoodfacts.brigade.confs.lint.Formats;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.modprobe.ModprobeCommand;
import org.openfoodfacts.brigade.confs.source.Source;
import org.openfoodfacts.brigade.confs.sysctl.SysctlSetting;

/**
 * Kernel parameters and module options that one file sets twice to different values; the last one holds. Another file that overrides is
 * right: sysctl.d(5) and modprobe.d(5) are made for it.
 */
final class KernelSettingTwiceRule implements Rule {
    private static final RulePage PAGE = new RulePage(
            "kernel-setting-twice",
            Severity.WARNING,
            "A file sets a kernel parameter or module option twice",
            """
            The last line holds. Whoever reads or changes the first one believes in a value that the kernel does not have: a limit of memory \
            for ZFS, say, or forwarding.""",
            "",
            new RulePage.Failing("confs/host1/sysctl.d/60-network.conf:2", """
                    --- confs/host1/sysctl.d/60-network.conf
                    net.ipv4.conf.all.forwarding = 1
                    net/ipv4/conf/all/forwarding = 0
                    """),
            """
            --- confs/host1/sysctl.d/60-network.conf
            net.ipv4.conf.all.forwarding = 1
            --- confs/host1/sysctl.d/99-local.conf
            net.ipv4.conf.all.forwarding = 0
            --- confs/host1/modprobe.d/zfs.conf
            options zfs zfs_arc_max=8589934592
            options zfs zfs_arc_min=1073741824
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    private record Value(String value, int line) {}

    @Override
    public void check(Repository repository, Findings findings) {
        for (Read<List<SysctlSetting>> read : repository.all(Formats.SYSCTL)) {
            Map<String, Value> before = new HashMap<>();
            for (SysctlSetting setting : read.value()) {
                if (setting.value() != null) {
                    Value value = new Value(setting.value(), setting.line());
                    set(read.source(), setting.dotted(), value, before, findings);
                }
            }
        }
        repository.all(Formats.MODPROBE).forEach(read -> checkOptions(read, findings));
    }

    private static void checkOptions(Read<List<ModprobeCommand>> read, Findings findings) {
        Map<String, Value> before = new HashMap<>();
        for (ModprobeCommand command : read.value()) {
            if (command.command().equals("options")) {
                for (String option : command.arguments()) {
                    String[] parts = option.split("=", 2);
                    Value value = new Value(parts.length == 2 ? parts[1] : "", command.line());
                    set(read.source(), command.module() + " " + parts[0], value, before, findings);
                }
            }
        }
    }

    private static void set(Source source, String key, Value value, Map<String, Value> before, Findings findings) {
        Value earlier = before.put(key, value);
        if (earlier != null && !earlier.value().equals(value.value())) {
            findings.add(
                    source,
                    value.line(),
                    "%s is set to %s here and to %s in line %d, which has no effect"
                            .formatted(key, value.value(), earlier.value(), earlier.line()),
                    "keep the line that is meant");
        }
    }
}
