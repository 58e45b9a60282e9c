package org.openfoodfacts.brigade.contracts.commands;

import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What an agent runs as a build, and nothing else. It says so only when the build is its turn, and by then the checkout has the new files: who declares
 * or orders one asks here before. That {@code fleet.yaml} is read by the same rules is held by {@code samples/builds.txt}.
 */
public final class BuildLimits {
    public static final Duration LONGEST = Duration.ofHours(12);

    private static final Set<String> NO_SEGMENTS = Set.of("", ".", "..", ".git");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern LOADER_VARIABLE = Pattern.compile("(LD|GLIBC)_.*|GCONV_PATH|LOCPATH|NLSPATH");

    private BuildLimits() {}

    /** A plain path inside the checkout. */
    public static boolean isScript(String script) {
        return script != null
                && !script.isBlank()
                && !CONTROL.matcher(script).find()
                && Stream.of(script.split("/", -1)).noneMatch(NO_SEGMENTS::contains);
    }

    public static boolean isVariable(String name) {
        return VARIABLE.matcher(name).matches();
    }

    /** What the dynamic loader and the C library take code or data from, also in the tools that change to the user. */
    public static boolean isOfTheLoader(String variable) {
        return LOADER_VARIABLE.matcher(variable).matches();
    }

    public static boolean isTimeout(Duration timeout) {
        return timeout != null && timeout.isPositive() && timeout.compareTo(LONGEST) <= 0;
    }
}
