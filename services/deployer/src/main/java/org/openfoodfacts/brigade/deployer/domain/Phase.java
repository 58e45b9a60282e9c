package org.openfoodfacts.brigade.deployer.domain;

import java.time.Instant;
import java.util.UUID;

/** Where a deployment stands. Only a running one has a command in flight, and exactly one. */
public sealed interface Phase {

    State state();

    /** The phase by name, as lists are filtered by it. */
    enum State {
        RUNNING,
        SUCCEEDED,
        FAILED,
        CANCELLED
    }

    /**
     * {@code command} is the one awaited, null only between a transition and the sending of its command. {@code cancel} is null unless
     * somebody asked to stop.
     */
    record Running(Step step, Instant since, UUID command, Commits commits, Cancel cancel) implements Phase {
        @Override
        public State state() {
            return State.RUNNING;
        }
    }

    /** Full object names: where HEAD was, and what the tag names; null until known. */
    record Commits(String head, String commit) {
        static final Commits UNKNOWN = new Commits(null, null);
    }

    /** Who asked to stop, and the command that tells the node so. */
    record Cancel(String by, UUID command) {}

    record Succeeded(Instant at, Commits commits) implements Phase {
        @Override
        public State state() {
            return State.SUCCEEDED;
        }
    }

    record Failed(Instant at, Step step, Commits commits, String detail) implements Phase {
        @Override
        public State state() {
            return State.FAILED;
        }
    }

    record Cancelled(Instant at, Step step, Commits commits, String detail) implements Phase {
        @Override
        public State state() {
            return State.CANCELLED;
        }
    }
}
