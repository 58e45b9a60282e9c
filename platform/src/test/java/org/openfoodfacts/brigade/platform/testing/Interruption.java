package org.openfoodfacts.brigade.platform.testing;

import com.github.dockerjava.api.DockerClient;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.testcontainers.DockerClientFactory;

/** Kafka or PostgreSQL hangs (its container is paused) until this is closed. */
public final class Interruption implements AutoCloseable {
    private final String container;

    private Interruption(String container) {
        this.container = container;
        docker(client -> client.pauseContainerCmd(container).exec());
    }

    public static Interruption ofKafka() {
        return new Interruption(ConfigProvider.getConfig().getValue(BusAndDatabase.KAFKA_CONTAINER, String.class));
    }

    public static Interruption ofDatabase() {
        return new Interruption(ConfigProvider.getConfig().getValue(BusAndDatabase.DATABASE_CONTAINER, String.class));
    }

    @Override
    public void close() {
        docker(client -> client.unpauseContainerCmd(container).exec());
    }

    private static void docker(Consumer<DockerClient> call) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(DockerClientFactory.class.getClassLoader());
        try {
            call.accept(DockerClientFactory.instance().client());
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
