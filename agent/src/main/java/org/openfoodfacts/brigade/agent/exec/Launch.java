package org.openfoodfacts.brigade.agent.exec;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How an invocation becomes a process of its own session, with a clean environment and, if asked for, another user. The tools that change
 * session and user are named by their paths: they still run as the agent when the PATH of the invocation is in force already.
 */
record Launch(List<String> argv, Map<String, String> environment, Path directory) {
    static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private static final String SETSID = ownTool("setsid");
    private static final String SETPRIV = ownTool("setpriv");

    /** @param account null to stay who we are */
    static Launch of(Invocation invocation, Path tool, Account account) {
        List<String> argv = new ArrayList<>(List.of(SETSID, "--"));
        if (account != null) {
            argv.addAll(List.of(SETPRIV, "--reuid", account.uid(), "--regid", account.gid(), "--init-groups", "--"));
        }
        argv.add(tool.toString());
        argv.addAll(invocation.argv().subList(1, invocation.argv().size()));
        Map<String, String> environment = new HashMap<>();
        environment.put("PATH", PATH);
        environment.put("HOME", account == null ? System.getProperty("user.home") : account.home());
        environment.put("LC_ALL", "C");
        environment.putAll(invocation.environment());
        return new Launch(argv, environment, directory(invocation));
    }

    /** Where the tool is: as given when it is a path, else the first in PATH that can be executed. */
    static Optional<Path> find(Invocation invocation) {
        if (invocation.tool().contains("/")) {
            return Optional.of(directory(invocation).resolve(invocation.tool()).normalize())
                    .filter(Launch::isTool);
        }
        for (String folder : invocation.environment().getOrDefault("PATH", PATH).split(File.pathSeparator)) {
            Path tool = Path.of(folder, invocation.tool());
            if (isTool(tool)) {
                return Optional.of(tool);
            }
        }
        return Optional.empty();
    }

    private static String ownTool(String name) {
        return find(Invocation.of(name)).map(Path::toString).orElse(name);
    }

    static Path directory(Invocation invocation) {
        return invocation.directory() == null ? Path.of("/") : invocation.directory();
    }

    private static boolean isTool(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }

    /** A user as the machine's user database has it; ids in decimal. */
    record Account(String uid, String gid, String home) {
        /** From a line of {@code getent passwd}: {@code name:x:uid:gid:comment:home:shell}. */
        static Optional<Account> parse(String line) {
            String[] fields = line.strip().split(":", -1);
            return fields.length == 7 ? Optional.of(new Account(fields[2], fields[3], fields[5])) : Optional.empty();
        }
    }
}
