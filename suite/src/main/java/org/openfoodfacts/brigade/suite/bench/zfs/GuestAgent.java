package org.openfoodfacts.brigade.suite.bench.zfs;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import org.openfoodfacts.brigade.contracts.Json;
import org.openfoodfacts.brigade.suite.bench.zfs.AgentAtWork.Done;
import org.openfoodfacts.brigade.suite.zfs.ZfsGuest;

/** {@link AgentAtWork} on a guest, on the runtime and with the options of the packaged agent, but for a heap that has room for a million snapshots. */
final class GuestAgent implements AutoCloseable {
    private static final String HOME = "/opt/brigade-agent";

    private final Process process;
    private final Writer input;
    private final BufferedReader output;

    private GuestAgent(Process process) {
        this.process = process;
        this.input = process.outputWriter();
        this.output = process.inputReader();
    }

    /** The share has the agent's tarball and the suite's jar. */
    static GuestAgent start(ZfsGuest guest) {
        guest.output(
                "sh",
                "-c",
                "mkdir -p " + HOME + " && tar -xzf /host/brigade-agent-*.tar.gz -C " + HOME + " --strip-components=1");
        try {
            return new GuestAgent(guest.start(
                    HOME + "/runtime/bin/java",
                    "-Xmx768m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    HOME + "/lib/*:/host/suite.jar",
                    AgentAtWork.class.getName()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** IllegalStateException when it did not succeed. */
    Done does(String kind, Object message) {
        try {
            input.write(kind + " " + Json.mapper().writeValueAsString(message) + "\n");
            input.flush();
            String line = output.readLine();
            if (line == null) {
                throw new IllegalStateException("the agent on the guest ended; what it said is above");
            }
            Done done = Json.mapper().readValue(line, Done.class);
            if (done.failed() != null) {
                throw new IllegalStateException(kind + ": " + done.failed());
            }
            return done;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
