package org.openfoodfacts.brigade.agent;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.openfoodfacts.brigade.agent.files.ConfigException;
import org.openfoodfacts.brigade.agent.identity.Access;
import org.openfoodfacts.brigade.agent.identity.StateFolder;
import org.openfoodfacts.brigade.agent.journal.Journal;

/**
 * One agent: follows orders, carries out commands, reports facts, with or without Kafka for as long as it runs. The same class runs a real
 * machine and a simulated one.
 */
public final class Agent implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Agent.class.getName());

    private final AgentConfig config;
    private final Machine machine;
    private final Tools tools;
    private final InstantSource clock = InstantSource.system();
    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    public Agent(AgentConfig config, Machine machine, Tools tools) {
        this.config = config;
        this.machine = machine;
        this.tools = tools;
    }

    /** Runs until {@link #close}; throws ConfigException when it cannot begin. */
    public void run() {
        started.countDown();
        StateFolder state = new StateFolder(config.state());
        try {
            state.create();
            try (FileChannel lock = state.lock();
                    Journal journal = Journal.open(state.journal(), clock)) {
                LOG.fine(() -> "holds " + lock);
                work(state, journal);
            } catch (IOException e) {
                LOG.log(Level.WARNING, "the lock of the state folder cannot be released", e);
            }
        } finally {
            ended.countDown();
        }
    }

    private void work(StateFolder state, Journal journal) {
        Work work = new Work(
                config, machine, tools, new Work.Held(access(state), state.keys(config.node()), state, journal), clock);
        LOG.info("agent " + version() + " of node " + config.node() + " runs");
        work.start();
        try {
            closing.await();
            work.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        LOG.info("agent of node " + config.node() + " ended");
    }

    private Access access(StateFolder state) {
        Access access = state.readAccess()
                .orElseThrow(
                        () -> new ConfigException("this machine is not enrolled (no access.json in " + config.state()
                                + "); run 'brigade-agent enroll' with the token that 'brigade node add " + config.node()
                                + "' prints"));
        if (!config.node().equals(access.node())) {
            throw new ConfigException("the state in " + config.state() + " is that of node " + access.node()
                    + ", not of " + config.node());
        }
        return access;
    }

    public static String version() {
        String version = Agent.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    /** Stops taking commands, ends those that run, sends what can be sent, and waits for all that. */
    @Override
    public void close() {
        closing.countDown();
        try {
            if (started.getCount() == 0) {
                ended.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
