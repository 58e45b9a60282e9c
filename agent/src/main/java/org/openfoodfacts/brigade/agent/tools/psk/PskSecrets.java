package org.openfoodfacts.brigade.agent.tools.psk;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The lines of a stunnel PSK secrets file, {@code identity:key} each. stunnel refuses the whole file for one line of another form, so
 * this does too. Never prints a key.
 */
public final class PskSecrets {
    private static final Pattern IDENTITY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.@-]{0,127}");

    private final List<String> lines;

    private PskSecrets(List<String> lines) {
        this.lines = List.copyOf(lines);
    }

    static boolean isIdentity(String identity) {
        return identity != null && IDENTITY.matcher(identity).matches();
    }

    /** Throws IllegalArgumentException that names the line, not its content. */
    public static PskSecrets parse(String content) {
        List<String> lines = new ArrayList<>();
        int number = 0;
        for (String line : content.split("\n", -1)) {
            number++;
            String stripped = line.strip();
            if (stripped.isEmpty()) {
                continue;
            }
            if (stripped.indexOf(':') < 1 || stripped.endsWith(":")) {
                throw new IllegalArgumentException("line " + number + " is not identity:key");
            }
            lines.add(stripped);
        }
        return new PskSecrets(lines);
    }

    public Optional<String> key(String identity) {
        return lines.stream()
                .filter(line -> line.startsWith(identity + ":"))
                .map(line -> line.substring(identity.length() + 1))
                .findFirst();
    }

    /** The same lines in the same order, this identity's key put in place or added at the end. */
    public PskSecrets with(String identity, String key) {
        List<String> changed = new ArrayList<>();
        boolean placed = false;
        for (String line : lines) {
            if (!line.startsWith(identity + ":")) {
                changed.add(line);
            } else if (!placed) {
                changed.add(identity + ":" + key);
                placed = true;
            }
        }
        if (!placed) {
            changed.add(identity + ":" + key);
        }
        return new PskSecrets(changed);
    }

    /** The same lines, this identity's key before all others: a client without {@code PSKidentity} uses the first. */
    PskSecrets withFirst(String identity, String key) {
        List<String> changed = new ArrayList<>(List.of(identity + ":" + key));
        changed.addAll(without(identity::equals).lines);
        return new PskSecrets(changed);
    }

    PskSecrets without(Predicate<String> identities) {
        return new PskSecrets(lines.stream()
                .filter(line -> !identities.test(line.substring(0, line.indexOf(':'))))
                .toList());
    }

    public String content() {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }

    @Override
    public String toString() {
        return "PskSecrets of " + lines.size() + " identities";
    }
}
