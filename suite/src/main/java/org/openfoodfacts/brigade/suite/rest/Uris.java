package org.openfoodfacts.brigade.suite.rest;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Values within addresses. */
public final class Uris {
    private Uris() {}

    public static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
