package org.openfoodfacts.brigade.suite.zfs;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openfoodfacts.brigade.suite.launch.Installation;

/**
 * Two machines with real ZFS on a network of their own, each with a pool {@code tank} on a disk of 4 GiB. They live as long as the
 * script that booted them, and that lives as long as its standard input is open: a JVM that is killed leaves nothing behind.
 */
public final class ZfsGuests implements AutoCloseable {
    private static final String UP = "up ";
    private static final int SECONDS_TO_END = 20;

    private final Process script;
    private final ZfsGuest source;
    private final ZfsGuest target;

    private ZfsGuests(Process script, Path folder) {
        this.script = script;
        this.source = new ZfsGuest("source", folder.resolve("ssh_config"));
        this.target = new ZfsGuest("target", folder.resolve("ssh_config"));
    }

    public static Path script() {
        return Installation.find().root().resolve("suite/lab/zfs/guest");
    }

    /** What agents are packaged as is shared with the guests, at {@code /host}. */
    public static ZfsGuests boot() {
        return boot(Installation.find().root().resolve("agent/target"), Map.of());
    }

    /**
     * @param share the folder of this machine that the guests see as {@code /host}
     * @param variables further ones of the script
     */
    public static ZfsGuests boot(Path share, Map<String, String> variables) {
        ProcessBuilder builder = new ProcessBuilder(script().toString(), "run", "source", "target")
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(variables);
        builder.environment().put("GUEST_SHARE", share.toString());
        try {
            Process script = builder.start();
            String said = firstLine(script);
            if (!said.startsWith(UP)) {
                throw new IllegalStateException("no ZFS guests: " + said);
            }
            ZfsGuests guests = new ZfsGuests(script, Path.of(said.substring(UP.length())));
            guests.makePools();
            return guests;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String firstLine(Process script) throws IOException {
        BufferedReader output = script.inputReader();
        String line = output.readLine();
        return line == null ? "the script ended without a word" : line;
    }

    private void makePools() {
        source.output("zpool", "create", "tank", "/dev/ubdb");
        target.output("zpool", "create", "tank", "/dev/ubdb");
    }

    public ZfsGuest source() {
        return source;
    }

    public ZfsGuest target() {
        return target;
    }

    @Override
    public void close() {
        try {
            script.outputWriter().close();
            if (!script.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
                script.destroy(); // the script then ends the guests, too
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
