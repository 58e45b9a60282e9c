package org.openfoodfacts.brigade.suite.launch;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** The passwords of the local suite: made at random on first use, kept in one file that only the owner reads. */
public final class Secrets {
    private static final int BYTES = 24;
    private final Path file;
    private final Map<String, String> values;
    private final SecureRandom random = new SecureRandom();

    public Secrets(Path file) {
        this.file = file;
        this.values = new TreeMap<>(PropertyFile.read(file));
    }

    /** The secret of this name, the same for ever. */
    public synchronized String of(String name) {
        String known = values.get(name);
        if (known != null) {
            return known;
        }
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String made = HexFormat.of().formatHex(bytes);
        values.put(name, made);
        PropertyFile.write(file, values);
        return made;
    }
}
