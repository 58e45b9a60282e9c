package org.openfoodfacts.brigade.agent.facts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.contracts.facts.CapabilitiesFact;
import org.openfoodfacts.brigade.contracts.facts.CapabilitiesFact.Capability;
import org.openfoodfacts.brigade.contracts.facts.Fact;

/** Which tools the machine has, where, and which version they say of themselves. A tool is asked again only when its file changed. */
public final class CapabilitiesProbe implements Probe {
    private static final List<String> FOLDERS =
            List.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin");
    private static final Pattern VERSION = Pattern.compile("\\d+(\\.\\d+)+[-.\\w]*|\\b\\d+\\b");
    private static final Map<String, List<String>> TOOLS = tools();

    private final Map<Path, Asked> versions = new ConcurrentHashMap<>();

    /** @param version null when the tool does not say one */
    private record Asked(FileTime modified, String version) {}

    @Override
    public String name() {
        return "capabilities";
    }

    @Override
    public List<Fact> observe(Machine machine, Watch watch) {
        List<Capability> found = new ArrayList<>();
        TOOLS.forEach((tool, arguments) -> FOLDERS.stream()
                .map(folder -> folder + "/" + tool)
                .filter(path -> Files.isExecutable(machine.path(path)))
                .findFirst()
                .ifPresent(path -> found.add(new Capability(tool, path, version(machine, path, tool, arguments)))));
        return List.of(new CapabilitiesFact(found));
    }

    /** Null when the tool does not say one. */
    private String version(Machine machine, String path, String tool, List<String> arguments) {
        Path file = machine.path(path);
        try {
            FileTime modified = Files.getLastModifiedTime(file);
            return versions.compute(
                            file,
                            (_, asked) -> asked != null && asked.modified().equals(modified)
                                    ? asked
                                    : new Asked(
                                            modified,
                                            ask(machine, tool, arguments).orElse(null)))
                    .version();
        } catch (IOException e) {
            throw new UnseenException(path + " is there and cannot be looked at: " + e);
        }
    }

    private static Optional<String> ask(Machine machine, String tool, List<String> arguments) {
        List<String> argv = new ArrayList<>(List.of(tool));
        argv.addAll(arguments);
        ExecResult result = machine.exec().run(Invocation.of(argv.toArray(String[]::new)));
        return result instanceof ExecResult.Exited exited
                ? parse(exited.output() + "\n" + exited.errors())
                : Optional.empty();
    }

    /** The first thing that looks like a version: with dots if there is one in the first line that has a number. */
    static Optional<String> parse(String text) {
        return text.lines()
                .flatMap(line -> {
                    Matcher matcher = VERSION.matcher(line);
                    return matcher.find() ? Optional.of(matcher.group()).stream() : Optional.<String>empty().stream();
                })
                .findFirst();
    }

    private static Map<String, List<String>> tools() {
        Map<String, List<String>> tools = new LinkedHashMap<>();
        tools.put("zfs", List.of("version"));
        tools.put("zpool", List.of("version"));
        tools.put("sanoid", List.of("--version"));
        tools.put("syncoid", List.of("--version"));
        tools.put("nginx", List.of("-v"));
        tools.put("certbot", List.of("--version"));
        tools.put("fail2ban-client", List.of("--version"));
        tools.put("nft", List.of("--version"));
        tools.put("stunnel", List.of("-version"));
        tools.put("systemctl", List.of("--version"));
        tools.put("git", List.of("--version"));
        tools.put("smartctl", List.of("--version"));
        return tools;
    }
}
