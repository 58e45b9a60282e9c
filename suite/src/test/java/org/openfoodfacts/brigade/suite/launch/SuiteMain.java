package org.openfoodfacts.brigade.suite.launch;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A launcher as a process of its own, so that a test can kill it. Prints UP and its address once everything runs, or why it does not start. */
public final class SuiteMain {
    private SuiteMain() {}

    /** @param arguments the state folder, then optionally the gateway's port */
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        StateFolder state = new StateFolder(Path.of(arguments[0]));
        Integer port = arguments.length > 1 ? Integer.valueOf(arguments[1]) : null;
        try {
            Suite suite = Suite.start(
                    new SuiteOptions(state, null, port, false, true), Installation.find(), new Progress(out));
            out.println("UP " + suite.url());
            Ended ended = suite.ended().join();
            out.println("ENDED " + ended.detail());
            suite.close();
        } catch (CannotStart e) {
            out.println("CANNOT " + e.getMessage());
            System.exit(1);
        }
    }
}
