package org.openfoodfacts.brigade.contracts.reports;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.openfoodfacts.brigade.contracts.Copies;
import org.openfoodfacts.brigade.contracts.Required;

/** What a command that succeeded found or made; one shape per kind of command, told apart by {@code result} in JSON. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "result")
@JsonSubTypes({
    @JsonSubTypes.Type(value = CommandResult.SnapshotsTaken.class, name = "snapshots-taken"),
    @JsonSubTypes.Type(value = CommandResult.SnapshotsDestroyed.class, name = "snapshots-destroyed"),
    @JsonSubTypes.Type(value = CommandResult.SnapshotsMeasured.class, name = "snapshots-measured"),
    @JsonSubTypes.Type(value = CommandResult.DatasetsPulled.class, name = "datasets-pulled"),
    @JsonSubTypes.Type(value = CommandResult.DatasetRolledBack.class, name = "dataset-rolled-back"),
    @JsonSubTypes.Type(value = CommandResult.DatasetRenamed.class, name = "dataset-renamed"),
    @JsonSubTypes.Type(value = CommandResult.DatasetDestroyed.class, name = "dataset-destroyed"),
    @JsonSubTypes.Type(value = CommandResult.SnapshotsCloned.class, name = "snapshots-cloned"),
    @JsonSubTypes.Type(value = CommandResult.ClonesSwapped.class, name = "clones-swapped"),
    @JsonSubTypes.Type(value = CommandResult.ClonesDestroyed.class, name = "clones-destroyed"),
    @JsonSubTypes.Type(value = CommandResult.UnitsStopped.class, name = "units-stopped"),
    @JsonSubTypes.Type(value = CommandResult.UnitsStarted.class, name = "units-started"),
    @JsonSubTypes.Type(value = CommandResult.CheckoutInspected.class, name = "checkout-inspected"),
    @JsonSubTypes.Type(value = CommandResult.ReleaseFetched.class, name = "release-fetched"),
    @JsonSubTypes.Type(value = CommandResult.ReleaseCheckedOut.class, name = "release-checked-out"),
    @JsonSubTypes.Type(value = CommandResult.BuildRan.class, name = "build-ran"),
    @JsonSubTypes.Type(value = CommandResult.ReleaseVerified.class, name = "release-verified"),
    @JsonSubTypes.Type(value = CommandResult.PskIssued.class, name = "psk-issued"),
    @JsonSubTypes.Type(value = CommandResult.PskInstalled.class, name = "psk-installed"),
    @JsonSubTypes.Type(value = CommandResult.CommandCancelled.class, name = "command-cancelled")
})
public sealed interface CommandResult {

    /** What may be kept and shown of it: all but what is sealed to one recipient, who is to get it once. */
    default CommandResult toKeep() {
        return this;
    }

    record SnapshotsTaken(List<TakenSnapshot> snapshots) implements CommandResult {
        public SnapshotsTaken {
            snapshots = Copies.of(snapshots);
        }
    }

    record TakenSnapshot(
            @Required String dataset,
            @Required String name,
            @Required String guid,
            long createTxg,
            Instant creation) {}

    /** {@code freedBytes} as zfs foretold it right before ({@code destroy -nvp}). */
    record SnapshotsDestroyed(@Required String dataset, List<String> names, long freedBytes) implements CommandResult {
        public SnapshotsDestroyed {
            names = Copies.of(names);
        }
    }

    /** {@code reclaimBytes} as zfs foretells it ({@code destroy -nvp}). */
    record SnapshotsMeasured(@Required String dataset, List<String> names, long reclaimBytes) implements CommandResult {
        public SnapshotsMeasured {
            names = Copies.of(names);
        }
    }

    /** In the order of the command. */
    record DatasetsPulled(List<PulledDataset> datasets) implements CommandResult {
        public DatasetsPulled {
            datasets = Copies.of(datasets);
        }
    }

    /**
     * {@code guid} is the target's newest snapshot now, null without one; {@code bytes} came in this run; {@code resumeToken} is set when the rest of a
     * cut stream may follow; {@code held} when the source's snapshot is held for this pair. {@code holdProblem} is what the source said against holding it,
     * or against releasing an older one of this pair's holds, null when nothing. {@code problem} is why it did not come, null when it did.
     */
    record PulledDataset(
            @Required String target,
            String guid,
            long bytes,
            @Required Duration took,
            String resumeToken,
            boolean held,
            String holdProblem,
            Problem problem) {}

    /** {@code reason} is one of those of a command that failed or was refused. */
    record Problem(@Required String reason, String detail) {}

    /** {@code destroyed} are the names of the snapshots that lay beyond; {@code lostBytes} is what had been written since. */
    record DatasetRolledBack(@Required String dataset, List<String> destroyed, long lostBytes)
            implements CommandResult {
        public DatasetRolledBack {
            destroyed = Copies.of(destroyed);
        }
    }

    record DatasetRenamed(
            @Required String dataset, @Required String to) implements CommandResult {}

    /** {@code datasets} are all that went, it among them; {@code usedBytes} is what they used right before. */
    record DatasetDestroyed(
            @Required String dataset, List<String> datasets, int snapshots, long usedBytes, String reason)
            implements CommandResult {
        public DatasetDestroyed {
            datasets = Copies.of(datasets);
        }
    }

    /** In the order of the command. */
    record SnapshotsCloned(List<Clone> clones) implements CommandResult {
        public SnapshotsCloned {
            clones = Copies.of(clones);
        }
    }

    record Clone(@Required String dataset, @Required String guid) {}

    /** {@code aside} are those that had the names before, as they are called now. */
    record ClonesSwapped(List<Clone> aside) implements CommandResult {
        public ClonesSwapped {
            aside = Copies.of(aside);
        }
    }

    /** {@code freedBytes} is what they alone held right before. */
    record ClonesDestroyed(List<String> datasets, long freedBytes) implements CommandResult {
        public ClonesDestroyed {
            datasets = Copies.of(datasets);
        }
    }

    /** {@code stopped} were active before. */
    record UnitsStopped(List<String> stopped) implements CommandResult {
        public UnitsStopped {
            stopped = Copies.of(stopped);
        }
    }

    record UnitsStarted(List<String> started) implements CommandResult {
        public UnitsStarted {
            started = Copies.of(started);
        }
    }

    record CheckoutInspected(@Required String head, String tag, List<String> dirtyFiles) implements CommandResult {
        public CheckoutInspected {
            dirtyFiles = Copies.of(dirtyFiles);
        }
    }

    record ReleaseFetched(@Required String tag, @Required String commit) implements CommandResult {}

    record ReleaseCheckedOut(String previousHead, @Required String head) implements CommandResult {}

    record BuildRan(@Required String script, Duration took) implements CommandResult {}

    record ReleaseVerified(@Required String head) implements CommandResult {}

    /** {@code sealedKey} only the recipient can open (HPKE, base64); null where the result is kept. */
    record PskIssued(@Required String keyId, String recipient, String sealedKey) implements CommandResult {

        @Override
        public PskIssued toKeep() {
            return new PskIssued(keyId, recipient, null);
        }
    }

    record PskInstalled(@Required String keyId) implements CommandResult {}

    /** {@code wasRunning} is false when the command had ended before the cancel came. */
    record CommandCancelled(@Required UUID commandId, boolean wasRunning) implements CommandResult {}
}
