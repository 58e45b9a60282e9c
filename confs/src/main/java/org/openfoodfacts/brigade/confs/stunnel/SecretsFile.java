package org.openfoodfacts.brigade.confs.stunnel;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.confs.Parsed;

/** The identities of a pre-shared key file, without the keys; a line that is neither {@code identity:key} nor has a place for the key is left out. */
public record SecretsFile(List<Identity> identities) {
    private static final Pattern PLACE =
            Pattern.compile("[A-Za-z0-9._@-]+:(<[^<>]+>|\\$\\{?\\w+}?|\\*{3,}|(?i:x{4,}))");
    private static final int SHORTEST_KEY = 16; // bytes; stunnel(8), PSKsecrets

    public SecretsFile {
        identities = List.copyOf(identities);
    }

    /** {@code hasKey} is false where the file only says that a key belongs there: {@code client-a:<the key>}. */
    public record Identity(String name, int line, boolean hasKey) {}

    /** Those whose key the file holds. */
    public List<Identity> keys() {
        return identities.stream().filter(Identity::hasKey).toList();
    }

    public static Parsed<SecretsFile> parse(String text) {
        List<Identity> identities = new ArrayList<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            int colon = line.indexOf(':');
            if (colon > 0 && !line.startsWith("#")) {
                boolean hasKey = isKey(line.substring(colon + 1));
                if (hasKey || PLACE.matcher(line).matches()) {
                    identities.add(new Identity(line.substring(0, colon), i + 1, hasKey));
                }
            }
        }
        return new Parsed<>(new SecretsFile(identities), List.of());
    }

    /** Neither a placeholder nor prose or an address after a colon. */
    private static boolean isKey(String text) {
        return text.length() >= SHORTEST_KEY
                && text.chars().allMatch(c -> c > ' ' && c < 127 && c != '<' && c != '>' && c != '$')
                && !text.contains("//")
                && text.chars().filter(Character::isDigit).count() >= 2
                && text.chars().distinct().count() >= SHORTEST_KEY / 2;
    }
}
