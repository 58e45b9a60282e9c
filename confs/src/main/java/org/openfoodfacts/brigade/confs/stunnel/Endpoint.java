package org.openfoodfacts.brigade.confs.stunnel;

import java.util.Optional;

/** {@code [host:]port} as stunnel reads it: split at the last colon. {@code host} is empty when not given, and then means all of IPv4 for accept and localhost for connect. */
public record Endpoint(String host, String port) {

    /** Empty for the path of a Unix socket and for what has no port. */
    public static Optional<Endpoint> parse(String text) {
        if (text.startsWith("/")) {
            return Optional.empty();
        }
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        String port = text.substring(colon + 1);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        return port.isBlank() ? Optional.empty() : Optional.of(new Endpoint(host, port));
    }

    @Override
    public String toString() {
        return host.isEmpty() ? port : host + ":" + port;
    }
}
