package org.openfoodfacts.brigade.suite.launch;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Sends signals that Java itself cannot. */
final class Signals {
    private Signals() {}

    /** A process that is gone already is no error. */
    static void send(String signal, long pid) throws InterruptedException {
        try {
            new ProcessBuilder("sh", "-c", "kill -s \"$0\" \"$1\" 2>/dev/null", signal, Long.toString(pid))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException("no shell to send a signal with", e);
        }
    }
}
