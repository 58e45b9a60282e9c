package org.openfoodfacts.brigade.platform.messaging;

import io.quarkus.runtime.Quarkus;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.reactive.messaging.health.HealthReport;
import io.smallrye.reactive.messaging.health.HealthReport.ChannelInfo;
import io.smallrye.reactive.messaging.providers.extension.HealthCenter;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/**
 * Ends the service when one of its channels has ended, so that whatever started it starts it again. SmallRye tries a poll of Kafka again
 * for ever, but when the broker does not tell within {@code default.api.timeout.ms} how far a partition was read, the channel ends for
 * good, and the service would go on without it.
 */
@ApplicationScoped
public class ChannelWatch {
    private static final Logger LOG = Logger.getLogger(ChannelWatch.class);

    private final HealthCenter channels;

    ChannelWatch(HealthCenter channels) {
        this.channels = channels;
    }

    @Scheduled(every = "${brigade.channels.watch}", concurrentExecution = ConcurrentExecution.SKIP)
    void endWithTheFirstChannelThatEnded() {
        HealthReport report = channels.getLiveness();
        if (report.isOk()) {
            return;
        }
        for (ChannelInfo channel : report.getChannels()) {
            if (!channel.isOk()) {
                LOG.fatalf(
                        "the channel %s has ended: %s; the service ends, to be started again",
                        channel.getChannel(), channel.getMessage());
            }
        }
        Quarkus.asyncExit(1);
    }
}
