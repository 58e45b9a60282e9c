package org.openfoodfacts.brigade.agent.facts;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.contracts.facts.NetworkFact.ListeningSocket;

/**
 * Reads the lines of {@code ss -Hlntup}. Of several processes that share a socket it names the oldest, the one with
 * the lowest id; systemd only while it waits for a socket's first use alone.
 */
final class SocketList {
    private static final Pattern PROCESS = Pattern.compile("\\(\"(.*?)\",pid=(\\d+),fd=\\d+\\)");
    private static final int LOCAL_ADDRESS = 4;
    private static final int INIT = 1;

    private SocketList() {}

    /** @param startedAt when the process of this id started, if known */
    static List<ListeningSocket> parse(List<String> lines, Function<Integer, Optional<Instant>> startedAt) {
        List<ListeningSocket> sockets = new ArrayList<>();
        for (String line : lines) {
            String[] columns = line.strip().split("\\s+");
            if (columns.length > LOCAL_ADDRESS) {
                socket(columns[0], columns[LOCAL_ADDRESS], line, startedAt).ifPresent(sockets::add);
            }
        }
        return sockets.stream().distinct().toList();
    }

    private static Optional<ListeningSocket> socket(
            String protocol, String local, String line, Function<Integer, Optional<Instant>> startedAt) {
        int colon = local.lastIndexOf(':');
        String port = local.substring(colon + 1);
        if (colon < 0 || !port.matches("\\d{1,5}")) {
            return Optional.empty();
        }
        String process = null;
        Integer pid = null;
        Matcher users = PROCESS.matcher(line);
        while (users.find()) {
            Optional<Integer> found = number(users.group(2));
            if (found.isPresent() && (pid == null || pid == INIT || (found.get() != INIT && found.get() < pid))) {
                pid = found.get();
                process = users.group(1);
            }
        }
        return Optional.of(new ListeningSocket(
                protocol,
                address(local.substring(0, colon)),
                Integer.parseInt(port),
                process,
                pid,
                pid == null ? null : startedAt.apply(pid).orElse(null)));
    }

    private static Optional<Integer> number(String digits) {
        try {
            return Optional.of(Integer.parseInt(digits));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    /** Without the brackets of IPv6; the device a socket is bound to ({@code %eth0}) stays. */
    private static String address(String text) {
        return text.replace("[", "").replace("]", "");
    }
}
