package org.openfoodfacts.brigade.agent.tools.zfs;

import java.util.regex.Pattern;
import org.openfoodfacts.brigade.agent.exec.ExecResult;

/** Whether {@code zfs list} listed all that it was asked for. */
public final class ZfsListing {
    private static final Pattern OF_NO_NAME = Pattern.compile("(?:cannot [^']*|internal error): .*");

    private ZfsListing() {}

    public static boolean isWhole(ExecResult end) {
        return end.success().isPresent() && !isCutSomewhere(end);
    }

    /** True when zfs could not go through what lies in some dataset. It names none then, shows what came before, and may end with 0. */
    public static boolean isCutSomewhere(ExecResult end) {
        return end instanceof ExecResult.Exited exited
                && exited.errors()
                        .lines()
                        .anyMatch(line -> OF_NO_NAME.matcher(line).matches());
    }
}
