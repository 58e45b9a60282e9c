package org.openfoodfacts.brigade.contracts.testing;

import java.time.Duration;

/** The broker of integration tests, and how its container begins. */
public final class KafkaImage {
    public static final String NAME = "brigade/kafka:test";

    /** On a machine that runs other tests too. */
    public static final Duration PATIENCE = Duration.ofMinutes(4);

    private static final String SCRIPT = "/tmp/testcontainers_start.sh";

    private KafkaImage() {}

    /**
     * As Testcontainers has it wait for the script that it copies in, but once more while that is still open for writing ("Text file busy",
     * exit code 126): without this about one container in some hundred never starts.
     */
    public static String[] command() {
        return new String[] {
            "sh",
            "-c",
            "while [ ! -f " + SCRIPT + " ]; do sleep 0.1; done; " + SCRIPT + "; while [ $? -eq 126 ]; do sleep 0.1; "
                    + SCRIPT + "; done"
        };
    }
}
