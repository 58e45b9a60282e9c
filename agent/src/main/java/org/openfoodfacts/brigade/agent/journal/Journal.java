package org.openfoodfacts.brigade.agent.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.openfoodfacts.brigade.agent.files.ConfigException;

/**
 * What the agent has accepted, finished and reported, on disk before it acts. So after a crash it knows which command was cut short, which
 * report Kafka may not have, and which command it has seen; it never runs one twice. Safe for use by many threads.
 */
public final class Journal implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Journal.class.getName());
    private static final Duration MEMORY = Duration.ofDays(8);
    private static final long COMPACT_BYTES = 4L << 20;

    private final JournalFile file;
    private final JournalState state;
    private final InstantSource clock;
    private long compactBeyond;

    private Journal(JournalFile file, JournalState state, InstantSource clock) {
        this.file = file;
        this.state = state;
        this.clock = clock;
    }

    /**
     * Reads what an earlier run left and compacts it, later where a full disk does not let it now; throws ConfigException when the file cannot be used.
     */
    public static Journal open(Path path, InstantSource clock) {
        JournalState state = new JournalState(MEMORY);
        try {
            JournalFile.read(path, state::apply);
            Journal journal = new Journal(new JournalFile(path), state, clock);
            journal.begin();
            return journal;
        } catch (IOException e) {
            throw new ConfigException("the journal " + path + " cannot be used: " + e.getMessage(), e);
        }
    }

    private void begin() throws IOException {
        try {
            compact();
        } catch (IOException e) {
            file.goOn(e);
            compactLater(e);
        }
    }

    /** True when the command runs, or ended so lately that it may come again. */
    public synchronized boolean knows(UUID command) {
        return state.knows(command);
    }

    /** Throws IOException when it is not on the disk; then the command must not be run. */
    public synchronized void accepted(JournalEntry.Accepted entry) throws IOException {
        append(entry, true);
    }

    /** Remembers the end even when the disk is full; the exception then says that a crash would forget it. */
    public synchronized void ended(JournalEntry.Ended entry) throws IOException {
        try {
            append(entry, true);
        } catch (IOException e) {
            state.apply(entry);
            throw e;
        }
    }

    /** Kafka has this report. Losing this line only sends the report again. */
    public synchronized void reported(String report) {
        JournalEntry.Reported entry = new JournalEntry.Reported(report);
        try {
            append(entry, false);
        } catch (IOException e) {
            state.apply(entry);
            LOG.log(Level.WARNING, "the journal cannot be written; a report may be sent again", e);
        }
    }

    /** Accepted and not ended. At start: what an earlier run left unfinished. */
    public synchronized List<JournalEntry.Accepted> unfinished() {
        return state.unfinished();
    }

    public synchronized List<PendingReport> unreported() {
        return state.unreported();
    }

    private void append(JournalEntry entry, boolean force) throws IOException {
        file.append(entry, force);
        state.apply(entry);
        if (file.size() > compactBeyond) {
            compactQuietly();
        }
    }

    private void compactQuietly() {
        try {
            compact();
        } catch (IOException e) {
            compactLater(e);
        }
    }

    private void compactLater(IOException why) {
        compactBeyond = file.size() + COMPACT_BYTES;
        LOG.log(Level.WARNING, "the journal cannot be compacted; it goes on growing", why);
    }

    private void compact() throws IOException {
        state.forget(clock.instant());
        file.rewrite(state.entries());
        compactBeyond = Math.max(COMPACT_BYTES, 2 * file.size());
    }

    @Override
    public synchronized void close() {
        try {
            file.close();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the journal cannot be closed", e);
        }
    }
}
