package org.openfoodfacts.brigade.confs.nginx;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A socket that a server listens on. {@code address} is {@code *} for all of IPv4, {@code [::]} for all of IPv6, {@code unix:…} for a path
 * (then {@code port} is empty); {@code options} are as written.
 */
public record Listen(String address, String port, Set<String> options, int line) {
    private static final Pattern PORT = Pattern.compile("\\d+(-\\d+)?");
    private static final Set<String> OF_THE_SOCKET = Set.of(
            "bind",
            "backlog",
            "rcvbuf",
            "sndbuf",
            "accept_filter",
            "deferred",
            "ipv6only",
            "reuseport",
            "so_keepalive",
            "fastopen",
            "setfib");
    private static final Pattern WITH_PORT = Pattern.compile("(.+):(\\d+(?:-\\d+)?)");

    public Listen {
        options = Set.copyOf(options);
    }

    public static Listen of(Directive directive) {
        List<String> values = directive.values();
        Set<String> options = new HashSet<>(values.subList(Math.min(1, values.size()), values.size()));
        String socket = directive.argument(0).toLowerCase(Locale.ROOT);
        if (socket.startsWith("unix:")) {
            return new Listen(directive.argument(0), "", options, directive.line());
        }
        if (PORT.matcher(socket).matches()) {
            return new Listen("*", socket, options, directive.line());
        }
        Matcher withPort = WITH_PORT.matcher(socket);
        boolean hasPort = withPort.matches()
                && (!socket.startsWith("[") || withPort.group(1).endsWith("]"));
        String address = hasPort ? withPort.group(1) : socket;
        return new Listen(
                address.equals("0.0.0.0") ? "*" : address,
                hasPort ? withPort.group(2) : "80",
                options,
                directive.line());
    }

    /** What a server without {@code listen} listens on. */
    public static Listen implied(int line) {
        return new Listen("*", "80", Set.of(), line);
    }

    /** Equal for the same socket; QUIC has one of its own, on UDP, as has {@code udp} of a {@code stream}. */
    public String socket() {
        String transport = options.contains("quic") || options.contains("udp") ? "/udp" : "";
        return port.isEmpty() ? address : address + ":" + port + transport;
    }

    public boolean isTls() {
        return options.contains("ssl") || options.contains("quic");
    }

    /** It has an option of the socket itself, which nginx takes from one {@code listen} only ({@code lsopt.set} in ngx_http_core_listen). */
    public boolean setsSocket() {
        return options.stream().map(option -> option.split("=", 2)[0]).anyMatch(OF_THE_SOCKET::contains);
    }

    public boolean isDefault() {
        return options.contains("default_server") || options.contains("default");
    }
}
