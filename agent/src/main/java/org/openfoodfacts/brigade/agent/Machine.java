package org.openfoodfacts.brigade.agent;

import java.nio.file.Path;
import org.openfoodfacts.brigade.agent.exec.Exec;

/** The machine an agent acts on: how processes are started there, and the folder where its file system begins ({@code /} for a real one). */
public record Machine(Exec exec, Path root) {
    /** The file that the machine itself knows under this absolute path. */
    public Path path(String absolute) {
        if (!absolute.startsWith("/")) {
            throw new IllegalArgumentException("'" + absolute + "' is not an absolute path");
        }
        return root.resolve(absolute.substring(1)).normalize();
    }
}
