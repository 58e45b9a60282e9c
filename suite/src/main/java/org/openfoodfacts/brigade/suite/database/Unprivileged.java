package org.openfoodfacts.brigade.suite.database;

import java.io.IOException;
import java.util.List;

/** How a program is run that refuses to be root: as who we are when we are not; else as {@code nobody} in a user namespace of its own, in which root's files are its own. */
final class Unprivileged {
    private static final List<String> NAMESPACE = List.of("unshare", "--user");

    private Unprivileged() {}

    /** What to put before the program's own arguments. */
    static List<String> prefix() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return List.of();
        }
        try {
            Process probe = new ProcessBuilder("unshare", "--user", "true").start();
            if (probe.onExit().join().exitValue() == 0) {
                return NAMESPACE;
            }
        } catch (IOException e) {
            throw new IllegalStateException("PostgreSQL cannot run as root, and there is no 'unshare' here", e);
        }
        throw new IllegalStateException("PostgreSQL cannot run as root, and user namespaces are not allowed here;"
                + " start the suite as an ordinary user");
    }
}
