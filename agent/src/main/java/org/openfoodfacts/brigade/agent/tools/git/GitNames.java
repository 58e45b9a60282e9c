package org.openfoodfacts.brigade.agent.tools.git;

import java.util.regex.Pattern;

/** Tags and commits as they may stand in a command; none of them can be read as an option, a range or a path. */
final class GitNames {
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+/-]{0,199}");
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

    private GitNames() {}

    static boolean isTag(String tag) {
        return tag != null
                && TAG.matcher(tag).matches()
                && !tag.contains("..")
                && !tag.contains("//")
                && !tag.contains("/.")
                && !tag.endsWith(".lock")
                && !tag.endsWith(".")
                && !tag.endsWith("/");
    }

    static boolean isCommit(String commit) {
        return commit != null && COMMIT.matcher(commit).matches();
    }
}
