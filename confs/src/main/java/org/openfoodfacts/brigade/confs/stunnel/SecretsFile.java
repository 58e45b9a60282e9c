package org.openfoodfacts.brigade.confs.stunnel;

import java.util.ArrayList;
import java.util.List;
import org.openfoodfacts.brigade.confs.Parsed;

/** The identities of a pre-shared key file, without the keys; what is no {@code identity:key} is no key and left out. */
public record SecretsFile(List<Identity> identities) {
    private static final int SHORTEST_KEY = 16; // bytes; stunnel(8), PSKsecrets

    public SecretsFile {
        identities = List.copyOf(identities);
    }

    public record Identity(String name, int line) {}

    public static Parsed<SecretsFile> parse(String text) {
        List<Identity> identities = new ArrayList<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            int colon = line.indexOf(':');
            if (colon > 0 && isKey(line.substring(colon + 1)) && !line.startsWith("#")) {
                identities.add(new Identity(line.substring(0, colon), i + 1));
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
