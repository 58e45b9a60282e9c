package org.openfoodfacts.brigade.cli.lint;

import java.net.URI;
import java.net.URISyntaxException;

/** File names as relative URI references. */
final class Uris {
    private Uris() {}

    static String path(String name) {
        try {
            return new URI(null, null, "/" + name, null).toASCIIString().substring(1);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("a path alone is always a URI", e);
        }
    }
}
