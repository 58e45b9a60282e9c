package org.openfoodfacts.brigade.confs.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.openfoodfacts.brigade.confs.Parsed;

/** The lines of pg_hba.conf for connections over the network. */
public record HostRules(List<HostRule> all) {
    private static final Set<String> TYPES = Set.of("host", "hostssl", "hostnossl", "hostgssenc", "hostnogssenc");

    public HostRules {
        all = List.copyOf(all);
    }

    /** {@code address} as written: a network, a name, or a word such as all. */
    public record HostRule(String database, String user, String address, String method, int line) {
        public boolean isForEveryone() {
            return Set.of("all", "0.0.0.0/0", "::/0", "::0/0").contains(address);
        }
    }

    public static Parsed<HostRules> parse(String text) {
        List<HostRule> rules = new ArrayList<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String[] words = lines.get(i).replaceFirst("#.*", "").strip().split("\\s+");
            if (words.length >= 5 && TYPES.contains(words[0])) {
                boolean masked = words.length > 5 && words[4].matches("[0-9.:]+"); // ADDRESS MASK METHOD
                String address = masked && words[4].equals("0.0.0.0") ? words[3] + "/0" : words[3];
                rules.add(new HostRule(words[1], words[2], address, words[masked ? 5 : 4], i + 1));
            }
        }
        return new Parsed<>(new HostRules(rules), List.of());
    }
}
