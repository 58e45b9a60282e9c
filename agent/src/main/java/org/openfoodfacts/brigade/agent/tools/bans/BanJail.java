package org.openfoodfacts.brigade.agent.tools.bans;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.agent.exec.Exec;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.tools.ToolFailure;
import org.openfoodfacts.brigade.agent.tools.ToolLines;

/** The one jail Brigade bans in, through fail2ban-client; several addresses per call. No other jail is ever named. */
public record BanJail(Exec exec) {
    public static final String NAME = "nginx-manual-ban";

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int ADDRESSES_PER_CALL = 500;
    private static final Pattern TICKET = Pattern.compile("(\\S+)\\s+(\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d) .*");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    /** What the jail said; {@code problem} null when it could be read. {@code odd} are entries that are no addresses. */
    public record Content(Map<Network, Instant> bans, List<String> odd, String problem) {}

    public Content read() {
        ToolLines listed = ToolLines.of(exec, Invocation.of("fail2ban-client", "get", NAME, "banip", "--with-time"));
        return listed.succeeded()
                ? parse(listed.lines(), ZoneId.systemDefault())
                : new Content(Map.of(), List.of(), problem(listed.end()));
    }

    /** fail2ban prints its own local time; a line without one that can be read counts as banned since 1970. */
    static Content parse(List<String> lines, ZoneId zone) {
        Map<Network, Instant> bans = new LinkedHashMap<>();
        List<String> odd = new ArrayList<>();
        for (String line : lines) {
            if (line.isBlank()) {
                continue;
            }
            Matcher ticket = TICKET.matcher(line);
            String network = ticket.matches() ? ticket.group(1) : line.strip();
            Instant since = ticket.matches() ? instant(ticket.group(2), zone) : Instant.EPOCH;
            Optional<Network> parsed = Network.parse(network);
            parsed.ifPresentOrElse(known -> bans.put(known, since), () -> odd.add(network));
        }
        return new Content(bans, odd, null);
    }

    private static Instant instant(String time, ZoneId zone) {
        try {
            return LocalDateTime.parse(time, TIME).atZone(zone).toInstant();
        } catch (DateTimeParseException _) {
            return Instant.EPOCH;
        }
    }

    /** Why it did not work, if so. */
    Optional<String> lift(Set<Network> networks) {
        return set("unbanip", networks);
    }

    Optional<String> ban(Set<Network> networks) {
        return set("banip", networks);
    }

    private Optional<String> set(String action, Set<Network> networks) {
        List<String> texts = BanMemory.texts(networks);
        for (int start = 0; start < texts.size(); start += ADDRESSES_PER_CALL) {
            List<String> argv = new ArrayList<>(List.of("fail2ban-client", "set", NAME, action));
            argv.addAll(texts.subList(start, Math.min(start + ADDRESSES_PER_CALL, texts.size())));
            ExecResult result = exec.run(new Invocation(argv, Map.of(), null, null, PATIENCE, null));
            if (result.success().isEmpty()) {
                return Optional.of(problem(result));
            }
        }
        return Optional.empty();
    }

    private static String problem(ExecResult result) {
        String words = ToolFailure.describe(result);
        String all = result instanceof ExecResult.Exited exited ? exited.output() + exited.errors() : "";
        if (all.contains("does not exist")) {
            return "fail2ban has no jail " + NAME
                    + ": install one with bantime = -1 in /etc/fail2ban/jail.d, then fail2ban-client reload";
        }
        return result instanceof ExecResult.Missing
                ? "fail2ban-client is not installed: install fail2ban with a jail " + NAME + " (bantime = -1)"
                : "fail2ban-client: " + words;
    }
}
