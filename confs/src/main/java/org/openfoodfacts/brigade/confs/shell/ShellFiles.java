package org.openfoodfacts.brigade.confs.shell;

import org.openfoodfacts.brigade.confs.source.Source;

/** Which files of a repository are shell scripts: by their ending, else by their first line. */
public final class ShellFiles {
    private ShellFiles() {}

    public static boolean isScript(Source source) {
        String name = source.fileName();
        if (name.endsWith(".sh") || name.endsWith(".bash")) {
            return true;
        }
        return name.indexOf('.') < 0
                && ShellScript.shellOf(source.text().all())
                        .filter(ShellScript::isShell)
                        .isPresent();
    }
}
