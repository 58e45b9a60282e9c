package org.openfoodfacts.brigade.confs.sysctl;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.openfoodfacts.brigade.confs.Parsed;
import org.openfoodfacts.brigade.confs.Problem;

/** Parses the files of {@code sysctl.d} as systemd-sysctl does: {@code key = value}, comments {@code #} and {@code ;} on lines of their own. */
public final class SysctlParser {
    private SysctlParser() {}

    public static Parsed<List<SysctlSetting>> parse(String file, String text) {
        List<SysctlSetting> settings = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        int number = 0;
        for (String raw : text.lines().toList()) {
            number++;
            String line = raw.strip();
            if (line.isEmpty() || line.startsWith("#") || line.startsWith(";")) {
                continue;
            }
            SysctlSetting setting = setting(line, number);
            if (setting == null) {
                problems.add(noAssignment(file, number, line));
            } else {
                settings.add(setting);
            }
        }
        return new Parsed<>(List.copyOf(settings), problems);
    }

    private static SysctlSetting setting(String line, int number) {
        boolean mayFail = line.startsWith("-");
        String rest = mayFail ? line.substring(1).strip() : line;
        int equals = rest.indexOf('=');
        String key = (equals < 0 ? rest : rest.substring(0, equals)).strip();
        String value = equals < 0 ? null : rest.substring(equals + 1).strip();
        return key.isEmpty() || (value == null && !mayFail) ? null : new SysctlSetting(key, value, mayFail, number);
    }

    private static Problem noAssignment(String file, int number, String line) {
        String what = "'" + line + "' is no assignment, so the kernel keeps its own value";
        return new Problem(Problem.Severity.WARNING, file, number, 1, "", what, "write key = value");
    }

    public static String print(List<SysctlSetting> settings) {
        return settings.stream()
                .map(s -> (s.mayFail() ? "-" : "") + s.key() + (s.value() == null ? "" : " = " + s.value()) + "\n")
                .collect(Collectors.joining());
    }
}
