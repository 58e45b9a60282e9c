package org.openfoodfacts.brigade.inventory.domain;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.openfoodfacts.brigade.confs.Problem;

/** What came of one import. {@code commit} is null when none could be read; {@code problems} are those of that commit. */
public record ImportOutcome(
        UUID id,
        Outcome outcome,
        String repository,
        String commit,
        String detail,
        List<Problem> problems,
        String askedBy,
        Instant at) {
    public ImportOutcome {
        problems = List.copyOf(problems);
    }

    public enum Outcome {
        /** The fleet of this commit was taken over and published. */
        TAKEN_OVER,
        /** The repository says what it said before; nothing was published. */
        UNCHANGED,
        /** The commit has errors, so the fleet before stays. */
        REFUSED,
        /** No commit could be read. */
        UNREADABLE
    }

    /** True when this tells nothing new after that. */
    public boolean repeats(ImportOutcome earlier) {
        if (earlier == null || !Objects.equals(commit, earlier.commit)) {
            return false;
        }
        return outcome == Outcome.UNCHANGED
                ? earlier.outcome == Outcome.TAKEN_OVER || earlier.outcome == Outcome.UNCHANGED
                : outcome == earlier.outcome
                        && Objects.equals(detail, earlier.detail)
                        && problems.equals(earlier.problems);
    }
}
