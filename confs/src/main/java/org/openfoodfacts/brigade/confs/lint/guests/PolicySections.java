package org.openfoodfacts.brigade.confs.lint.guests;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openfoodfacts.brigade.confs.source.Text;

/** Which datasets a {@code sanoid.conf} has a policy for, or says on purpose that it has none: its sections' names and recursion alone. */
final class PolicySections {
    private static final String EXCLUDED = "no_sanoid_checks:";
    private static final String TEMPLATE = "template_";

    private final Map<String, Boolean> recursive = new HashMap<>();
    private final Set<String> recursiveTemplates = new HashSet<>();
    private final Map<String, List<String>> templates = new HashMap<>();
    private final Set<String> excluded = new HashSet<>();

    private PolicySections() {}

    static PolicySections of(Text text) {
        PolicySections sections = new PolicySections();
        String section = "";
        for (String raw : text.lines()) {
            String line = raw.strip();
            int mark = line.indexOf(EXCLUDED);
            if (line.startsWith("#") && mark >= 0) {
                String names = line.substring(mark + EXCLUDED.length()).strip().split("\\s", 2)[0];
                sections.excluded.addAll(List.of(names.split(":")));
            } else if (line.startsWith("[") && line.contains("]")) {
                section = line.substring(1, line.indexOf(']')).strip();
                sections.recursive.putIfAbsent(section, false);
            } else if (line.indexOf('=') > 0) {
                int equals = line.indexOf('=');
                sections.key(
                        section,
                        line.substring(0, equals).strip(),
                        line.substring(equals + 1).strip());
            }
        }
        return sections;
    }

    private void key(String section, String key, String value) {
        boolean isOn = List.of("yes", "zfs", "1", "true").contains(value);
        if (key.equals("recursive") && isOn && section.startsWith(TEMPLATE)) {
            recursiveTemplates.add(section.substring(TEMPLATE.length()));
        } else if (key.equals("recursive")) {
            recursive.put(section, isOn);
        } else if (key.equals("use_template")) {
            templates.put(section, List.of(value.split("[,\\s]+")));
        }
    }

    boolean knowsPool(String pool) {
        return recursive.keySet().stream().anyMatch(name -> name.equals(pool) || name.startsWith(pool + "/"));
    }

    /** True when the dataset, or one above it with all below, has a policy, or a comment takes one of them out. */
    boolean covers(String dataset) {
        boolean covered = recursive.containsKey(dataset) || excluded.contains(dataset);
        for (int slash = dataset.lastIndexOf('/'); slash > 0 && !covered; slash = dataset.lastIndexOf('/', slash - 1)) {
            String above = dataset.substring(0, slash);
            boolean mayBeItsFolder = above.indexOf('/') > 0;
            boolean named = recursive.containsKey(above) || excluded.contains(above);
            covered = isRecursive(above) || (mayBeItsFolder && named);
        }
        return covered;
    }

    private boolean isRecursive(String section) {
        return recursive.getOrDefault(section, false)
                || templates.getOrDefault(section, List.of()).stream().anyMatch(recursiveTemplates::contains);
    }
}
