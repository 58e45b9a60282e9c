package org.openfoodfacts.brigade.suite.launch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A small shell process that holds the other end of a pipe from the launcher. When the launcher is gone, however it went, the pipe ends,
 * and the watchdog ends every process it was told to watch.
 */
public final class Watchdog implements AutoCloseable {
    private final Process shell;

    private Watchdog(Process shell) {
        this.shell = shell;
    }

    public static Watchdog start() {
        try (InputStream script = Watchdog.class.getResourceAsStream("watchdog.sh")) {
            String text = new String(script.readAllBytes(), StandardCharsets.UTF_8);
            return new Watchdog(new ProcessBuilder(List.of("setsid", "sh", "-c", text))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException("the watchdog cannot be started (it needs sh and setsid)", e);
        }
    }

    /** From now on the process ends when this one does; the signal asks it to. */
    public void watch(long pid, String signal) {
        try {
            say("watch " + pid + " " + signal);
        } catch (IOException e) {
            throw new UncheckedIOException("the watchdog is gone", e);
        }
    }

    /** The process is gone; its number may soon be somebody else's. */
    public void forget(long pid) {
        try {
            say("forget " + pid + " -");
        } catch (IOException _) {
            // a watchdog that is gone knows of nothing
        }
    }

    private synchronized void say(String line) throws IOException {
        shell.getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
        shell.getOutputStream().flush();
    }

    /** Ends what is still watched, and the watchdog. */
    @Override
    public void close() {
        try {
            shell.getOutputStream().close();
        } catch (IOException e) {
            shell.destroy();
        }
        shell.onExit().join();
    }
}
