package org.openfoodfacts.brigade.confs.fleet;

import java.nio.file.FileSystems;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.confs.Networks;
import org.openfoodfacts.brigade.confs.yaml.TextRule;

/** What the texts of {@code fleet.yaml} must look like. */
final class FleetRules {
    /** Agents run none that may take longer. */
    private static final Duration LONGEST_BUILD = Duration.ofHours(12);

    private static final Set<String> NO_SEGMENTS_OF_A_SCRIPT = Set.of("", ".", "..", ".git");
    private static final Duration LONGEST_GOAL = Duration.ofDays(400);

    static final TextRule NODE_NAME = matching(
            "1 to 63 of a-z, 0-9 and '-', neither first nor last a '-' (a DNS label)",
            "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    static final TextRule WORD =
            matching("1 to 63 of a-z, 0-9 and '-', beginning with a letter or digit", "[a-z0-9][a-z0-9-]{0,62}");
    static final TextRule FOLDER = matching("the name of one folder below confs/", "[A-Za-z0-9_][A-Za-z0-9._-]{0,100}");
    static final TextRule USER = matching("the name of a Unix user", "[a-z_][a-z0-9_-]{0,31}");
    static final TextRule KIND = matching("host or guest", "host|guest");
    static final TextRule VMID = matching("a number from 100 to 999999999", "[1-9]\\d{2,8}");
    static final TextRule UNIT = matching(
            "the full name of a systemd unit, for example nginx.service",
            "[A-Za-z0-9:_.@\\\\-]{1,240}\\.(service|socket|timer|mount|automount|path|swap|target|slice|scope|device)");
    /** Agents set none that the dynamic loader or the C library takes code or data from. */
    static final TextRule VARIABLE = matching(
            "the name of an environment variable, but none of LD_…, GLIBC_…, GCONV_PATH, LOCPATH, NLSPATH: those load code",
            "(?!((LD|GLIBC)_.*|GCONV_PATH|LOCPATH|NLSPATH)$)[A-Za-z_][A-Za-z0-9_]{0,100}");

    static final TextRule SERVICE = matching("the name of a stunnel section", "[A-Za-z0-9][A-Za-z0-9_. -]{0,62}");
    static final TextRule REPOSITORY = matching(
            "a git URL without password, an absolute path, or a path that begins with ./ or ../ (relative to this repository)",
            "(https?|ssh|git|file)://(?![^/]*:[^/]*@)\\S+|[A-Za-z0-9_.-]+@[A-Za-z0-9.-]+:\\S+|/\\S*|\\.\\.?/\\S+");
    static final TextRule DATASET =
            matching("a dataset, for example tank/sites", "[A-Za-z][A-Za-z0-9_.:-]*(/[A-Za-z0-9_.:-]+)*");
    static final TextRule ABSOLUTE_PATH = new TextRule(
            "an absolute path without '..'", path -> path.startsWith("/") && isPlainPath(path.substring(1)));
    static final TextRule CERTIFICATES = new TextRule(
            "an absolute path without '..', or a pattern with * whose brackets and braces are closed",
            path -> ABSOLUTE_PATH.holds().test(path) && (path.indexOf('*') < 0 || isPattern(path)));
    static final TextRule SCRIPT = new TextRule(
            "a path within the checkout without '..', for example scripts/build.sh",
            path -> isScript(withoutHere(path)));
    static final TextRule ADDRESS = new TextRule(
            "an IPv4 or IPv6 address without prefix length, for example 10.1.0.7, and no IPv4 address in an IPv6 one",
            text -> Networks.isAddress(text) && !Networks.wrapsIpv4(text));
    static final TextRule NETWORK = new TextRule(
            "a network in CIDR form, for example 192.0.2.0/24, and no IPv4 network in an IPv6 one",
            text -> Networks.isCidr(text) && !Networks.wrapsIpv4(text));
    static final TextRule TIMEOUT =
            new TextRule("a duration of at most 12 hours as ISO 8601 has it, for example PT20M", FleetRules::isTimeout);

    static final TextRule GOAL = new TextRule(
            "a duration from a minute to 400 days as ISO 8601 has it, for example PT2H", FleetRules::isGoal);
    static final TextRule RATE = matching(
            "bytes per second, with k, M or G behind it for 1024 and its powers, for example 20M",
            "[1-9]\\d{0,8}[kMG]?");
    static final TextRule WINDOW = matching(
            "two different times of day, for example 22:00-06:00",
            "(?!(.{5})-\\1$)([01]\\d|2[0-3]):[0-5]\\d-([01]\\d|2[0-3]):[0-5]\\d");
    static final TextRule TIME_OF_DAY = matching("a time of day, for example 04:30", "([01]\\d|2[0-3]):[0-5]\\d");
    static final TextRule SNAPSHOTS = matching(
            "frequently, hourly, daily, weekly, monthly or yearly", "frequently|hourly|daily|weekly|monthly|yearly");
    static final TextRule COUNT = matching("a whole number from 0 to 999999", "0|[1-9]\\d{0,5}");
    static final TextRule PRIORITY = matching("a number from 1 (first) to 9", "[1-9]");

    private FleetRules() {}

    private static TextRule matching(String wanted, String pattern) {
        return new TextRule(wanted, Pattern.compile(pattern).asMatchPredicate());
    }

    private static boolean isPlainPath(String path) {
        return !path.isBlank()
                && path.chars().noneMatch(Character::isISOControl)
                && Pattern.compile("/").splitAsStream(path).noneMatch(part -> part.equals(".."));
    }

    private static boolean isPattern(String path) {
        try {
            FileSystems.getDefault().getPathMatcher("glob:" + path);
            return true;
        } catch (PatternSyntaxException e) {
            return false;
        }
    }

    /** The path that the shell's {@code ./build.sh} means, as git writes it. */
    static String withoutHere(String path) {
        return path.startsWith("./") ? path.substring(2) : path;
    }

    private static boolean isScript(String path) {
        return !path.isBlank()
                && path.chars().noneMatch(Character::isISOControl)
                && Stream.of(path.split("/", -1)).noneMatch(NO_SEGMENTS_OF_A_SCRIPT::contains);
    }

    private static boolean isGoal(String text) {
        try {
            Duration goal = Duration.parse(text);
            return goal.compareTo(Duration.ofMinutes(1)) >= 0 && goal.compareTo(LONGEST_GOAL) <= 0;
        } catch (DateTimeException e) {
            return false;
        }
    }

    /** In bytes; of a text that {@link #RATE} lets pass. */
    static long rate(String text) {
        long unit = switch (text.charAt(text.length() - 1)) {
            case 'k' -> 1L << 10;
            case 'M' -> 1L << 20;
            case 'G' -> 1L << 30;
            default -> 1;
        };
        return unit * Long.parseLong(unit == 1 ? text : text.substring(0, text.length() - 1));
    }

    private static boolean isTimeout(String text) {
        try {
            Duration timeout = Duration.parse(text);
            return timeout.isPositive() && timeout.compareTo(LONGEST_BUILD) <= 0;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
