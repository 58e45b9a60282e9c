package org.openfoodfacts.brigade.confs.fail2ban;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.confs.source.Source;

/** Which of a machine's files are fail2ban's, and which of its things they describe. */
public final class BanFiles {
    private static final Pattern JAILS =
            Pattern.compile("fail2ban[^/]*/(jail\\.(conf|local)|jail\\.d/[^/]+\\.(conf|local))");
    private static final Pattern PART = Pattern.compile("fail2ban[^/]*/(action|filter)\\.d/([^/]+)\\.(conf|local)");

    private BanFiles() {}

    public static boolean isJails(Source source) {
        return !source.folder().isEmpty() && JAILS.matcher(source.inFolder()).matches();
    }

    public static boolean isPart(Source source) {
        return !source.folder().isEmpty() && PART.matcher(source.inFolder()).matches();
    }

    /** {@code nftables} of {@code fail2ban/action.d/nftables.local}; {@code kind} is action or filter. */
    public static Optional<String> part(Source source, String kind) {
        Matcher part = PART.matcher(source.inFolder());
        return part.matches() && part.group(1).equals(kind) ? Optional.of(part.group(2)) : Optional.empty();
    }
}
