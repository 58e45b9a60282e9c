package org.openfoodfacts.brigade.confs.stunnel;

import java.util.regex.Pattern;
import org.openfoodfacts.brigade.confs.source.Source;

/** Which of a machine's files are stunnel's. */
public final class TunnelFiles {
    private static final Pattern CONFIGURATION = Pattern.compile("stunnel4?/(conf\\.d/)?[^/]+\\.conf");
    private static final Pattern SECRETS = Pattern.compile("stunnel4?/(psk/[^/]+|[^/]*psk[^/]*\\.(txt|secrets?))");

    private TunnelFiles() {}

    public static boolean isConfiguration(Source source) {
        return !source.folder().isEmpty()
                && CONFIGURATION.matcher(source.inFolder()).matches();
    }

    public static boolean isSecrets(Source source) {
        return !source.folder().isEmpty()
                && SECRETS.matcher(source.inFolder()).matches()
                && !source.fileName().endsWith(".md");
    }
}
