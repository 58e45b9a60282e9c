package org.openfoodfacts.brigade.suite.launch;

import java.nio.file.Path;

/** The user's folders as the XDG base directory specification has them. */
public final class Folders {
    private Folders() {}

    /** What the variable says when it is an absolute path, else the folder under the home directory. */
    public static Path xdg(String variable, String underHome) {
        String value = System.getenv(variable);
        return value != null && value.startsWith("/")
                ? Path.of(value)
                : Path.of(System.getProperty("user.home")).resolve(underHome);
    }

    /** What can be made again: {@code $XDG_CACHE_HOME/brigade}, or {@code ~/.cache/brigade}. */
    public static Path cache() {
        return xdg("XDG_CACHE_HOME", ".cache").resolve("brigade");
    }
}
