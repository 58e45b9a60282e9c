package org.openfoodfacts.brigade.agent.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What the lines of a journal add up to: commands that run, reports that Kafka does not have, and ids that were seen. */
final class JournalState {
    private final Duration memory;
    private final Map<UUID, JournalEntry.Accepted> unfinished = new LinkedHashMap<>();
    private final Map<String, PendingReport> unreported = new LinkedHashMap<>();
    private final Map<UUID, Instant> remembered = new LinkedHashMap<>();

    /** @param memory how long after its deadline, or its end, a command's id is remembered */
    JournalState(Duration memory) {
        this.memory = memory;
    }

    void apply(JournalEntry entry) {
        switch (entry) {
            case JournalEntry.Accepted accepted -> {
                unfinished.put(accepted.command(), accepted);
                keep(accepted.report());
            }
            case JournalEntry.Ended ended -> {
                JournalEntry.Accepted accepted = unfinished.remove(ended.command());
                Instant deadline = accepted == null ? ended.deadline() : accepted.deadline();
                if (deadline != null) {
                    remembered.put(
                            ended.command(),
                            later(deadline, ended.report().time()).plus(memory));
                }
                keep(ended.report());
            }
            case JournalEntry.Reported reported -> unreported.remove(reported.report());
            case JournalEntry.Remembered seen -> remembered.put(seen.command(), seen.until());
        }
    }

    private void keep(PendingReport report) {
        if (report != null) {
            unreported.put(report.id(), report);
        }
    }

    void forget(Instant now) {
        remembered.values().removeIf(now::isAfter);
    }

    boolean knows(UUID command) {
        return unfinished.containsKey(command) || remembered.containsKey(command);
    }

    List<JournalEntry.Accepted> unfinished() {
        return List.copyOf(unfinished.values());
    }

    List<PendingReport> unreported() {
        return List.copyOf(unreported.values());
    }

    /** The fewest entries that add up to the same. */
    List<JournalEntry> entries() {
        List<JournalEntry> entries = new ArrayList<>();
        remembered.forEach((command, until) -> entries.add(new JournalEntry.Remembered(command, until)));
        Map<String, PendingReport> loose = new LinkedHashMap<>(unreported);
        for (JournalEntry.Accepted a : unfinished.values()) {
            PendingReport report =
                    a.report() == null ? null : loose.remove(a.report().id());
            entries.add(new JournalEntry.Accepted(
                    a.command(), a.type(), a.source(), a.deadline(), a.subject(), a.trace(), report));
        }
        loose.values().forEach(report -> entries.add(new JournalEntry.Ended(null, null, report)));
        return entries;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
