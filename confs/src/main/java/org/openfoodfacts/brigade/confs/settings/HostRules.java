package org.openfoodfacts.brigade.confs.settings;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
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

        /** True when it answers all logins over the network, so that no later line is asked ("the first record … is used"). */
        boolean isLast() {
            return isForEveryone() && database.equals("all") && user.equals("all");
        }
    }

    public static Parsed<HostRules> parse(String text) {
        List<HostRule> rules = new ArrayList<>();
        Set<String> answered = new HashSet<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String[] words = lines.get(i).replaceFirst("#.*", "").strip().split("\\s+");
            if (words.length >= 5 && TYPES.contains(words[0])) {
                boolean masked = words.length > 5 && words[4].matches("[0-9.:]+"); // ADDRESS MASK METHOD
                String address = masked && words[4].equals("0.0.0.0") ? words[3] + "/0" : words[3];
                HostRule rule = new HostRule(words[1], words[2], address, method(words, masked ? 5 : 4), i + 1);
                if (!isAnswered(answered, rule)) {
                    rules.add(rule);
                }
                if (rule.isLast() && words[0].equals("host")) {
                    answered.add(address);
                }
            }
        }
        return new Parsed<>(new HostRules(rules), List.of());
    }

    private static boolean isAnswered(Set<String> answered, HostRule rule) {
        return answered.contains("all") || answered.contains(rule.address());
    }

    /** With {@code clientcert=verify-full} whoever has no certificate is refused, even by trust. */
    private static String method(String[] words, int at) {
        boolean certificate =
                Arrays.stream(words).skip(at).anyMatch(word -> word.matches("clientcert=(?:1|verify-.*)"));
        return certificate ? "cert" : words[at];
    }
}
