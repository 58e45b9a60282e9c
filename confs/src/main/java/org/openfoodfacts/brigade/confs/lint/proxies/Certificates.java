package org.openfoodfacts.brigade.confs.lint.proxies;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certbot's names: {@code /etc/letsencrypt/live/<lineage>/fullchain.pem}; a lineage is called by its first name, perhaps with -0001. */
final class Certificates {
    private static final Pattern LIVE = Pattern.compile("/etc/letsencrypt/(?:live|archive)/([^/$]+)/([^/$]+)");
    private static final Pattern NUMBER = Pattern.compile("-\\d{4}$");

    private Certificates() {}

    static Optional<String> lineage(String path) {
        Matcher matcher = LIVE.matcher(path);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** The first name of a lineage's certificate. */
    static String firstName(String lineage) {
        return NUMBER.matcher(lineage).replaceFirst("");
    }

    /** True when a certificate of this name, or a wildcard below it, evidently speaks for the server's name. */
    static boolean covers(String firstName, String serverName) {
        String name = serverName.startsWith("*.") ? serverName.substring(2) : serverName.replaceFirst("^\\.", "");
        int dot = name.indexOf('.');
        return name.equals(firstName) || (dot > 0 && name.substring(dot + 1).equals(firstName));
    }
}
