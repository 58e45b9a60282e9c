package org.openfoodfacts.brigade.zfssync.domain;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.confs.syncoid.Pull;
import org.openfoodfacts.brigade.confs.syncoid.Pull.Option;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets.Expected;
import org.openfoodfacts.brigade.contracts.replication.SshRoute;

/**
 * How a line of {@code syncoid-args.conf} has its copy brought: {@code route} null from the puller itself, {@code bytesPerSecond} 0 without a
 * limit. {@code objection} says what the line asks for that Brigade does not do, null when it does all; options that only say how syncoid
 * works, such as its buffers, are passed over. {@code rollsBack}: syncoid itself, where it runs the line, rolls back by force what is in its way. The options are those of sanoid 2.2's {@code syncoid --help}.
 */
public record Transport(SshRoute route, long bytesPerSecond, String objection, boolean rollsBack) {
    /** What syncoid does that Brigade does always, never, or by itself where it can. */
    private static final Set<String> PASSED_OVER = Set.of(
            "recursive",
            "skip-parent",
            "exclude",
            "exclude-datasets",
            "no-sync-snap",
            "keep-sync-snap",
            "create-bookmark",
            "use-hold",
            "no-privilege-elevation",
            "no-rollback",
            "no-resume",
            "no-clone-handling",
            "no-command-checks",
            "force-delete",
            "compress",
            "sshcipher",
            "sendoptions",
            "identifier",
            "mbuffer-size",
            "pv-options",
            "quiet",
            "debug",
            "dumpsnaps",
            "monitor-version");

    private static final Pattern LIMIT = Pattern.compile("(\\d{1,9})([bkmgBKMG]?)");
    private static final Map<String, Long> UNITS = Map.of("", 1L, "b", 1L, "k", 1L << 10, "m", 1L << 20, "g", 1L << 30);
    private static final String JUMP = "ProxyJump=";
    private static final String ROOT = "root";

    /** No faster than this either; 0 for no further limit. */
    public Transport limitedTo(long most) {
        boolean isLower = most > 0 && (bytesPerSecond == 0 || most < bytesPerSecond);
        return isLower ? new Transport(route, most, objection, rollsBack) : this;
    }

    PullDatasets pull(Pair.Key pair, Expected expected, boolean discardPartial) {
        return PullDatasets.of(
                route,
                new PullDatasets.Pull(
                        pair.source(), pair.target(), expected, discardPartial, bytesPerSecond, pair.holdTag()));
    }

    static Transport of(Pull pull) {
        Optional<SshRoute> route = Optional.of(pull)
                .filter(p -> p.source().isRemote())
                .map(p -> new SshRoute(
                        p.source().user().isEmpty() ? null : p.source().user(),
                        p.source().host(),
                        port(p),
                        jump(p)));
        String objection = Stream.of(target(pull), option(pull), rights(pull), route.flatMap(SshRoute::objection))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(null);
        return new Transport(route.orElse(null), limit(pull), objection, !pull.has("no-rollback"));
    }

    private static Optional<String> target(Pull pull) {
        return pull.target().isRemote()
                ? Optional.of("it sends to " + pull.target().host() + " instead of pulling from there")
                : Optional.empty();
    }

    private static Optional<String> option(Pull pull) {
        return pull.options().stream()
                .filter(option -> !PASSED_OVER.contains(option.name()) && !isUnderstood(option))
                .map(option -> "--" + option.name() + (option.value().isEmpty() ? "" : "=" + option.value()))
                .findFirst();
    }

    private static boolean isUnderstood(Option option) {
        return switch (option.name()) {
            case "sshoption" -> option.value().startsWith(JUMP);
            case "sshport" -> option.value().matches("\\d{1,5}");
            case "source-bwlimit", "target-bwlimit" ->
                LIMIT.matcher(option.value()).matches();
            default -> false;
        };
    }

    /** syncoid runs zfs under sudo on the other machine, unless it is told not to or is root there. */
    private static Optional<String> rights(Pull pull) {
        boolean elevated = pull.source().isRemote()
                && !pull.has("no-privilege-elevation")
                && !ROOT.equals(pull.source().user());
        return elevated
                ? Optional.of("sudo on " + pull.source().host()
                        + ", as --no-privilege-elevation is missing (give the user its rights with zfs allow)")
                : Optional.empty();
    }

    private static int port(Pull pull) {
        return values(pull, "sshport")
                .filter(value -> value.matches("\\d{1,5}"))
                .map(Integer::valueOf)
                .findFirst()
                .orElse(0);
    }

    private static String jump(Pull pull) {
        return values(pull, "sshoption")
                .filter(value -> value.startsWith(JUMP))
                .map(value -> value.substring(JUMP.length()))
                .findFirst()
                .orElse(null);
    }

    private static long limit(Pull pull) {
        return Stream.of("source-bwlimit", "target-bwlimit")
                .flatMap(name -> values(pull, name))
                .map(LIMIT::matcher)
                .filter(Matcher::matches)
                .flatMapToLong(limit -> LongStream.of(Long.parseLong(limit.group(1))
                        * Objects.requireNonNull(UNITS.get(limit.group(2).toLowerCase(Locale.ROOT)))))
                .filter(limit -> limit > 0)
                .min()
                .orElse(0);
    }

    private static Stream<String> values(Pull pull, String option) {
        return pull.options().stream().filter(o -> o.name().equals(option)).map(Option::value);
    }
}
