package org.openfoodfacts.brigade.agent.testing;

import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Does something once, in the midst of what a class does, when that says something to its log. */
public final class WhenLogged extends Handler implements AutoCloseable {
    private final Logger log;
    private final AtomicReference<Runnable> action;

    public WhenLogged(Class<?> who, Runnable action) {
        this.log = Logger.getLogger(who.getName());
        this.action = new AtomicReference<>(action);
        log.addHandler(this);
    }

    @Override
    public void publish(LogRecord record) {
        action.getAndSet(() -> {}).run();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        log.removeHandler(this);
    }
}
