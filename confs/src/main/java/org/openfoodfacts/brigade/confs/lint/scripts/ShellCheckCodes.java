package org.openfoodfacts.brigade.confs.lint.scripts;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.confs.shell.ShellRemark;

/** Which errors and warnings of ShellCheck (0.9 and 0.10) change what a script does, and how; their pages are github.com/koalaman/shellcheck/wiki/SC…. */
final class ShellCheckCodes {
    private static final int FIRST_OF_SH = 3000;

    /**
     * Matters of other files (1071, 1090, 1091, 2034, 2120, 2148, 2154), of taste or habit with the same effect (1083, 2010, 2043, 2155, 2166, 2172, 2173,
     * 2188, 2209, 2220), of what was meant, which nobody can see (1078, 2053, 2064, 2087, 2125, 2254), of ShellCheck's own directives (1107, 1123 to 1126),
     * the first of two remarks on one error (1073), rules of ours (2031, 2095), and what Debian's sh, dash(1), knows (3012, 3013, 3043, 3049).
     */
    private static final Set<Integer> PASSED_OVER = Set.of(
            1071, 1073, 1078, 1083, 1090, 1091, 1107, 1123, 1124, 1125, 1126, 2010, 2031, 2034, 2043, 2053, 2064, 2087,
            2095, 2120, 2125, 2148, 2154, 2155, 2166, 2172, 2173, 2188, 2209, 2220, 2254, 3012, 3013, 3043, 3049);

    /** Remarks that are wrong of lines like these: {@code sudo -u x … > file} of a script of root's, {@code CDPATH= cd}. */
    private static final Map<Integer, Pattern> RIGHT = Map.of(
            2024, Pattern.compile(".*\\bsudo\\s[^|;&]{0,200}(?:-[A-Za-z]{0,4}u|--user)\\b.*"),
            1007, Pattern.compile(".*\\b(?:CDPATH|LANG|LANGUAGE|LC_[A-Z]+)=\\s.*"),
            3037, Pattern.compile("(?!.*\\becho\\s+-[A-Za-z]*[eE]).*"));

    /** dash(1) reads with a prompt and sets limits. */
    private static final Pattern KNOWN_TO_DASH = Pattern.compile(".*\\b(?:read -p|ulimit -\\w) is undefined.*");

    private static final String SPLIT = "a name with a space or a star becomes several words, or other files";
    private static final String SPLIT_NAME = "a file name with a space becomes several";
    private static final String CONSTANT = "the test always has the same result";
    private static final String RUN = "what it prints is run as a command";
    private static final Map<Integer, String> CAUSES = Map.ofEntries(
            Map.entry(1017, "the shell takes it for a part of the word, so commands and paths are not found"),
            Map.entry(2164, "when that folder is not there, the commands after it work in the wrong one"),
            Map.entry(2115, "when the variable is empty, this removes from the root folder on"),
            Map.entry(2046, SPLIT),
            Map.entry(2048, "an argument with a space becomes several"),
            Map.entry(2068, "an argument with a space becomes several"),
            Map.entry(2038, SPLIT_NAME),
            Map.entry(2044, SPLIT_NAME),
            Map.entry(2045, SPLIT_NAME),
            Map.entry(2061, "it finds something else when a file here fits the pattern"),
            Map.entry(2062, "it looks for something else when a file here fits the pattern"),
            Map.entry(2066, "it takes all names for one"),
            Map.entry(2206, SPLIT),
            Map.entry(2207, "a line with a space becomes several"),
            Map.entry(2145, "the first and last argument are glued to the text around them"),
            Map.entry(2124, "several arguments become one"),
            Map.entry(2178, "only the first element is set"),
            Map.entry(2069, "the errors still go where the output went before"),
            Map.entry(2024, "the file is written by the user who runs the script"),
            Map.entry(2088, "the tilde stays a tilde, so another file is meant"),
            Map.entry(2070, "with an empty value the test is true"),
            Map.entry(2071, "10 comes before 9"),
            Map.entry(2091, RUN),
            Map.entry(2092, RUN),
            Map.entry(2157, CONSTANT),
            Map.entry(2050, CONSTANT),
            Map.entry(2078, CONSTANT),
            Map.entry(2193, CONSTANT),
            Map.entry(2252, CONSTANT),
            Map.entry(2242, "the caller sees another exit code"),
            Map.entry(2319, "the result of the command before is lost"),
            Map.entry(2320, "the result of the command before is lost"),
            Map.entry(2216, "what the pipe sends is never read"),
            Map.entry(2259, "what the pipe sends is never read"),
            Map.entry(2260, "the next command of the pipe gets nothing"),
            Map.entry(2261, "only the last of them gets it"),
            Map.entry(2183, "the text comes out with holes"),
            Map.entry(2182, "the values are never printed"));

    private ShellCheckCodes() {}

    /** Whether the remark is about what the script does; {@code line} is the one that it is about. */
    static boolean isOfEffect(ShellRemark remark, String line) {
        boolean right = Optional.ofNullable(RIGHT.get(remark.code()))
                .filter(form -> form.matcher(line).matches())
                .isPresent();
        boolean known =
                remark.code() == 3045 && KNOWN_TO_DASH.matcher(remark.text()).matches();
        return !right && !known && !PASSED_OVER.contains(remark.code());
    }

    /** What it causes, where its text does not say it. */
    static Optional<String> cause(int code) {
        return code > FIRST_OF_SH && code < FIRST_OF_SH + 1000
                ? Optional.of("sh is dash on Debian, which does not know it")
                : Optional.ofNullable(CAUSES.get(code));
    }
}
