package org.openfoodfacts.brigade.suite.simulation;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.tools.bans.BanJail;
import org.openfoodfacts.brigade.agent.tools.bans.Network;

/** {@code fail2ban-client} of a simulated machine with the one jail for bans by hand, as long as its unit is active. */
final class SimulatedFail2ban implements SimulatedTool {
    static final String UNIT = "fail2ban.service";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private final SimulatedState state;
    private final Clock clock;

    SimulatedFail2ban(SimulatedState state, Clock clock) {
        this.state = state;
        this.clock = clock;
    }

    @Override
    public ExecResult run(List<String> arguments) {
        if (arguments.isEmpty()) {
            return new ExecResult.Exited(0, "Usage: fail2ban-client [OPTIONS] <COMMAND>\n", "", false);
        }
        if (List.of("--version", "-V").contains(arguments.getFirst())) {
            return SimulatedTool.ok(arguments.getFirst().equals("-V") ? "1.0.2\n" : "Fail2Ban v1.0.2\n");
        }
        SimulatedState.Unit unit = state.content().units().get(UNIT);
        if (unit == null || !unit.active().equals("active")) {
            return SimulatedTool.fail(
                    255,
                    stamp() + "ERROR   Failed to access socket path: /var/run/fail2ban/fail2ban.sock."
                            + " Is fail2ban running?\n");
        }
        return switch (arguments.getFirst()) {
            case "ping" -> SimulatedTool.ok("Server replied: pong\n");
            case "reload" -> SimulatedTool.ok("OK\n");
            case "status" -> status(arguments.subList(1, arguments.size()));
            case "get" -> get(arguments.subList(1, arguments.size()));
            case "set" -> set(arguments.subList(1, arguments.size()));
            default -> refused("Invalid command", "Invalid command");
        };
    }

    private Map<String, Instant> bans() {
        return state.content().bans();
    }

    private ExecResult status(List<String> arguments) {
        if (arguments.isEmpty()) {
            return SimulatedTool.ok("Status\n|- Number of jail:\t1\n`- Jail list:\t" + BanJail.NAME + "\n");
        }
        if (!arguments.getFirst().equals(BanJail.NAME)) {
            return noSuchJail(arguments.getFirst());
        }
        return SimulatedTool.ok("Status for the jail: " + BanJail.NAME + "\n|- Filter\n"
                + "|  |- Currently failed:\t0\n|  |- Total failed:\t0\n|  `- File list:\t/var/log/manual-ban.log\n"
                + "`- Actions\n   |- Currently banned:\t" + bans().size() + "\n   |- Total banned:\t"
                + bans().size() + "\n   `- Banned IP list:\t" + String.join(" ", bans().keySet()) + "\n");
    }

    private ExecResult get(List<String> arguments) {
        if (!arguments.isEmpty() && !arguments.getFirst().equals(BanJail.NAME)) {
            return noSuchJail(arguments.getFirst());
        }
        if (arguments.size() < 2 || !arguments.get(1).equals("banip")) {
            return refused(
                    "Invalid command (no get action or not yet implemented)",
                    "Invalid command (no get action or not yet implemented)");
        }
        if (!arguments.contains("--with-time")) {
            return SimulatedTool.ok(String.join(" ", bans().keySet()) + "\n");
        }
        String lines = bans().entrySet().stream()
                .map(ban -> ban.getKey() + " \t" + TIME.format(ban.getValue().atZone(ZoneId.systemDefault()))
                        + " + -1 = 9999-12-31 23:59:59")
                .collect(Collectors.joining("\n"));
        return SimulatedTool.ok(lines + "\n");
    }

    private ExecResult set(List<String> arguments) {
        if (!arguments.isEmpty() && !arguments.getFirst().equals(BanJail.NAME)) {
            return noSuchJail(arguments.getFirst());
        }
        if (arguments.size() < 2 || !List.of("banip", "unbanip").contains(arguments.get(1))) {
            return refused(
                    "Invalid command (no set action or not yet implemented)",
                    "Invalid command (no set action or not yet implemented)");
        }
        int changed = 0;
        for (String address : arguments.subList(2, arguments.size())) {
            changed += arguments.get(1).equals("banip") ? ban(canonical(address)) : unban(canonical(address));
        }
        state.save();
        return SimulatedTool.ok(changed + "\n");
    }

    private int ban(String address) {
        return bans().putIfAbsent(address, clock.instant()) == null ? 1 : 0;
    }

    /** An address or range that is not in the jail itself takes out everything inside it. */
    private int unban(String address) {
        if (bans().remove(address) != null) {
            return 1;
        }
        return Network.parse(address)
                .map(range -> {
                    List<String> inside = bans().keySet().stream()
                            .filter(banned -> Network.parse(banned)
                                    .filter(range::contains)
                                    .isPresent())
                            .toList();
                    inside.forEach(bans()::remove);
                    return inside.size();
                })
                .orElse(0);
    }

    /** fail2ban does not mind what is no address at all. */
    private static String canonical(String address) {
        return Network.parse(address).map(Network::text).orElse(address);
    }

    private ExecResult noSuchJail(String name) {
        return refused("Sorry but the jail '" + name + "' does not exist", "('" + name + "',)");
    }

    private ExecResult refused(String words, String cause) {
        return new ExecResult.Exited(255, words + "\n", stamp() + "ERROR   NOK: " + cause + "\n", false);
    }

    private String stamp() {
        return TIME.format(clock.instant().atZone(ZoneId.systemDefault())) + ",000 fail2ban                [1]: ";
    }
}
