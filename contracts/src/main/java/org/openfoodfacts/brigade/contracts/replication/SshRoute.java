package org.openfoodfacts.brigade.contracts.replication;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.contracts.Required;

/**
 * How one machine reaches another over ssh. {@code user} null is ssh's own choice, {@code port} 0 the usual one; {@code jump} is as {@code -J}
 * takes it, null for none. Nothing in it can be read as an option; the far shell gets each word as it was given.
 */
public record SshRoute(String user, @Required String host, int port, String jump) {
    private static final String NAME = "[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,252}[A-Za-z0-9_])?";
    private static final String ADDRESS = "[0-9A-Fa-f:.]{2,45}(?:%[A-Za-z0-9_.-]{1,15})?";
    private static final String USER = "[A-Za-z_][A-Za-z0-9_.-]{0,31}";
    private static final String HOP = "(?:" + USER + "@)?(?:" + NAME + "|\\[" + ADDRESS + "])(?::\\d{1,5})?";
    private static final Pattern USERS = Pattern.compile(USER);
    private static final Pattern HOSTS = Pattern.compile(NAME + "|" + ADDRESS);
    private static final Pattern JUMPS = Pattern.compile(HOP + "(?:," + HOP + ")*");
    private static final int LAST_PORT = 65535;

    /** Why this is no way to a machine. */
    public Optional<String> objection() {
        if (user != null && !USERS.matcher(user).matches()) {
            return Optional.of("user: '" + user + "' is not a user's name");
        }
        if (host == null || !HOSTS.matcher(host).matches()) {
            return Optional.of("host: '" + host + "' is not a host's name or address");
        }
        if (port < 0 || port > LAST_PORT) {
            return Optional.of("port: " + port + " is not a port");
        }
        return jump == null || JUMPS.matcher(jump).matches()
                ? Optional.empty()
                : Optional.of("jump: '" + jump + "' is not a list of hosts");
    }

    /**
     * ssh joins its words with blanks for the far shell: so it is given one, in which each is quoted.
     *
     * @param options further ones of ssh, each a word of its own
     */
    public List<String> command(List<String> options, List<String> words) {
        List<String> argv = new ArrayList<>(List.of("ssh", "-T"));
        argv.addAll(options);
        if (port != 0) {
            argv.addAll(List.of("-p", Integer.toString(port)));
        }
        if (jump != null) {
            argv.addAll(List.of("-J", jump));
        }
        argv.addAll(List.of("--", user == null ? host : user + "@" + host));
        argv.add(ShellLine.of(words));
        return argv;
    }
}
