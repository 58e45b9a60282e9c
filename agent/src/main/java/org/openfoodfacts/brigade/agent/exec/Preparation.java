package org.openfoodfacts.brigade.agent.exec;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A process that may be started, or why it cannot be: {@code refusal} is null exactly when there is a builder. */
record Preparation(String tool, ProcessBuilder builder, ExecResult refusal) {
    private static final Logger LOG = Logger.getLogger(Preparation.class.getName());
    private static final int CANNOT_START = 126;

    sealed interface Start {}

    record Running(Process process) implements Start {}

    record NotStarted(ExecResult why) implements Start {}

    /** @param accounts the machine's users */
    static Preparation of(Invocation invocation, Function<String, Optional<Launch.Account>> accounts) {
        if (!Files.isDirectory(Launch.directory(invocation))) {
            return refused(invocation, "the directory " + invocation.directory() + " does not exist");
        }
        Optional<Path> tool = Launch.find(invocation);
        if (tool.isEmpty()) {
            return new Preparation(invocation.tool(), null, new ExecResult.Missing(invocation.tool()));
        }
        Launch.Account account = null;
        if (invocation.user() != null && !invocation.user().equals(System.getProperty("user.name"))) {
            account = accounts.apply(invocation.user()).orElse(null);
            if (account == null) {
                return refused(invocation, "there is no user '" + invocation.user() + "' on this machine");
            }
        }
        Launch launch = Launch.of(invocation, tool.get(), account);
        ProcessBuilder builder =
                new ProcessBuilder(launch.argv()).directory(launch.directory().toFile());
        builder.environment().clear();
        builder.environment().putAll(launch.environment());
        if (invocation.input() == null) {
            builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        }
        return new Preparation(invocation.tool(), builder, null);
    }

    /** With its standard input open, for whoever wants to write to it. */
    Preparation reading() {
        builder.redirectInput(ProcessBuilder.Redirect.PIPE);
        return this;
    }

    Start start() {
        if (refusal != null) {
            return new NotStarted(refusal);
        }
        try {
            return new Running(builder.start());
        } catch (IOException e) {
            LOG.log(Level.WARNING, "cannot start " + tool, e);
            return new NotStarted(exited(tool + " cannot be started: " + e.getMessage()));
        }
    }

    static Preparation refused(Invocation invocation, String why) {
        return new Preparation(invocation.tool(), null, exited(why));
    }

    private static ExecResult exited(String why) {
        return new ExecResult.Exited(CANNOT_START, "", why, false);
    }
}
