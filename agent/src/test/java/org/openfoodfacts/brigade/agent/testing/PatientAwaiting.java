package org.openfoodfacts.brigade.agent.testing;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A machine with other things to do may stand still for longer than Awaitility's own ten seconds, and Kafka, processes and JVMs are slow on it. */
public final class PatientAwaiting implements BeforeAllCallback {
    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
    }
}
