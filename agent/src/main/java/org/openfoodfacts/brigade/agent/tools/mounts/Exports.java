package org.openfoodfacts.brigade.agent.tools.mounts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.agent.exec.Exec;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.tools.ToolFailure;
import org.openfoodfacts.brigade.agent.tools.ToolLines;

/**
 * What the machine gives to others by NFS, as {@code exportfs} has it: what {@code /etc/exports} says and what zfs shares. The kernel keeps an exported
 * file system busy, so it is taken back before one is unmounted, and given again afterwards.
 */
public final class Exports {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Pattern LINE = Pattern.compile("(/\\S*)\\s+(\\S+?)\\(.*\\)");

    private final Exec exec;

    public Exports(Exec exec) {
        this.exec = exec;
    }

    /** One path to one client. */
    public record Export(String path, String client) {
        boolean isAtOrBelow(String folder) {
            return path.equals(folder) || path.startsWith(folder + "/");
        }

        /** As {@code exportfs -u} takes it: an IPv6 address in brackets. */
        private String words() {
            String host = client.contains(":") && !client.startsWith("[") ? "[" + client + "]" : client;
            return host + ":" + path;
        }
    }

    /** None where there is no NFS server. */
    public List<Export> at(List<String> mountpoints) {
        ToolLines listed = ToolLines.of(exec, Invocation.of("exportfs", "-s").within(PATIENCE));
        List<Export> exports = new ArrayList<>();
        for (String line : listed.lines()) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) {
                Export export = new Export(Octal.plain(matcher.group(1)), matcher.group(2));
                if (mountpoints.stream().anyMatch(export::isAtOrBelow)) {
                    exports.add(export);
                }
            }
        }
        return exports;
    }

    ExecResult takeBack(Export export) {
        return exec.run(Invocation.of("exportfs", "-u", export.words()).within(PATIENCE));
    }

    /** All that is declared, whatever of it was taken back. */
    public ExecResult giveAgain() {
        return exec.run(Invocation.of("exportfs", "-r").within(PATIENCE));
    }

    /** Only when all of it is mounted again, for nobody is to be given an empty folder. Why they are not given, in words; empty when they are. */
    public Optional<String> giveAgainWhen(boolean mounted) {
        if (!mounted) {
            return Optional.of("exports are not given again (exportfs -r), for not all is mounted");
        }
        ExecResult end = giveAgain();
        return end.success().isPresent() ? Optional.empty() : Optional.of("exports: " + ToolFailure.describe(end));
    }
}
