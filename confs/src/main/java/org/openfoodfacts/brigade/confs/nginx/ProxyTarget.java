package org.openfoodfacts.brigade.confs.nginx;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a {@code proxy_pass} leads: {@code host} is an address, a host's name, an upstream's name or holds variables; {@code port} is empty
 * when not given; {@code uri} begins with a slash, empty when there is none; {@code scheme} is empty when a variable stands for it.
 */
public record ProxyTarget(String scheme, String host, String port, String uri) {
    private static final Pattern URL =
            Pattern.compile("(?i)(?:(https?|grpcs?)://)?(\\[[^]]*]|[^/:?]+)(?::([^/?]+))?([/?].*)?");

    public static ProxyTarget of(String url) {
        Matcher matcher = URL.matcher(url);
        if (url.contains("://unix:") || !matcher.matches()) {
            return new ProxyTarget("", url, "", "");
        }
        return new ProxyTarget(
                orEmpty(matcher.group(1)).toLowerCase(Locale.ROOT),
                matcher.group(2).toLowerCase(Locale.ROOT),
                orEmpty(matcher.group(3)),
                orEmpty(matcher.group(4)));
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }

    /** True when nginx takes the host from variables at every request. */
    public boolean isVariable() {
        return host.contains("$");
    }
}
