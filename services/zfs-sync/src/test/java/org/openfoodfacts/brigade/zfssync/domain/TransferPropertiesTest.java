package org.openfoodfacts.brigade.zfssync.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.openfoodfacts.brigade.contracts.commands.CancelCommand;
import org.openfoodfacts.brigade.contracts.commands.Command;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets.Pull;
import org.openfoodfacts.brigade.zfssync.domain.Transfer.Standing;
import org.openfoodfacts.brigade.zfssync.domain.TransferPhase.Pulling;

/**
 * A transfer and a machine that keeps to the rules of {@code zfs receive}, with reports that come late, twice or not at all, facts that lag, cut
 * streams and dead tokens: whatever the order, one command is under way at most, and the copy ends as the source or the transfer says why.
 */
class TransferPropertiesTest {
    private static final Pair.Key PAIR = new Pair.Key("a", "tank/x", "b", "copy/x");
    private static final Transport LOCAL = new Transport(null, 0, null, false);

    @Property(tries = 2000)
    void itEndsWithEverythingOrWithAReason(@ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int snapshots) {
        Play play = new Play(new Random(seed), snapshots);
        play.run();
        switch (play.transfer.phase()) {
            case TransferPhase.Done _ -> assertThat(play.copy).isEqualTo(snapshots);
            case TransferPhase.Failed failed ->
                assertThat(failed.reason())
                        .isIn("UNREACHABLE", "NO_SPACE", "LOST", "PRECONDITION", "RESUME_TOKEN_DEAD");
            case TransferPhase.Cancelled cancelled -> assertThat(cancelled.by()).isEqualTo("ann");
            case TransferPhase.Queued _, TransferPhase.Pulling _ ->
                throw new AssertionError("it never ended: " + play.transfer);
        }
    }

    /** Snapshot n has the guid n; {@code copy} is how many the target really has, {@code seen} what its facts show. */
    private static final class Play {
        private final Random random;
        private final int source;
        private int copy;
        private int seen;
        private String token;
        private String seenToken;
        private Instant now = Instant.parse("2026-11-29T02:00:00Z");
        private final List<TransferInput> reports = new ArrayList<>();
        private Transfer transfer;
        private int underWay;

        Play(Random random, int source) {
            this.random = random;
            this.source = source;
            this.transfer = Transfer.of(new UUID(1, 1), PAIR, new Transfer.Asked(null, now, "c", Standing.GOOD));
        }

        void run() {
            for (int i = 0; i < 500 && !transfer.phase().isEnd(); i++) {
                now = now.plus(Duration.ofSeconds(1 + random.nextInt(90)));
                switch (random.nextInt(8)) {
                    case 0, 1 -> {
                        seen = copy;
                        seenToken = token;
                    }
                    case 2 -> report();
                    case 3 ->
                        apply(
                                switch (random.nextInt(40)) {
                                    case 0 -> new TransferInput.CancelAsked("ann");
                                    case 1 -> new TransferInput.Hurried("bob");
                                    default -> look();
                                });
                    default -> {
                        report();
                        apply(look());
                    }
                }
            }
        }

        private TransferInput look() {
            return new TransferInput.Look(
                    TransferSample.state(source, null, null),
                    TransferSample.state(seen, seenToken, null),
                    false,
                    null,
                    LOCAL,
                    null,
                    true);
        }

        private void report() {
            if (!reports.isEmpty()) {
                apply(reports.get(random.nextInt(reports.size())));
            }
        }

        private void apply(TransferInput input) {
            Transfer.Step step = transfer.step(input, now);
            boolean wasUnderWay = transfer.phase() instanceof Pulling;
            transfer = step.next();
            if (step.command() instanceof PullDatasets) {
                assertThat(wasUnderWay).isFalse();
                UUID id = new UUID(2, ++underWay);
                transfer = transfer.sent(id);
            }
            if (step.command() != null) {
                carryOut(step.command());
            }
        }

        private void carryOut(Command command) {
            UUID id = ((Pulling) transfer.phase()).commandId();
            reports.removeIf(_ -> random.nextBoolean());
            if (command instanceof CancelCommand) {
                reports.add(new TransferInput.NotPulled(id, "CANCELLED", null));
                return;
            }
            Pull pull = ((PullDatasets) command).pulls().getFirst();
            if (pull.discardPartial()) {
                token = null;
            }
            TransferInput outcome = outcome(id, pull);
            reports.add(
                    random.nextInt(10) == 0
                            ? new TransferInput.NotPulled(id, "LOST", "no word from the node")
                            : outcome);
        }

        private TransferInput outcome(UUID id, Pull pull) {
            if (!fits(pull)) {
                return new TransferInput.NotPulled(id, "PRECONDITION", "the next step is another");
            }
            return switch (random.nextInt(12)) {
                case 0 -> new TransferInput.NotPulled(id, "UNREACHABLE", "no route");
                case 1 -> cut(id);
                case 2 ->
                    new TransferInput.NotPulled(
                            id, token == null ? "LOST" : "RESUME_TOKEN_DEAD", "no word from the node");
                case 3 -> new TransferInput.NotPulled(id, random.nextInt(10) == 0 ? "NO_SPACE" : "UNREACHABLE", "why");
                default -> brought(id, pull.expected().toGuid());
            };
        }

        private TransferInput cut(UUID id) {
            token = token == null ? "1-a-b-c" : token;
            return new TransferInput.NotPulled(id, "UNREACHABLE", "cut");
        }

        private TransferInput brought(UUID id, String to) {
            copy = to == null ? Math.min(source, copy + 1) : Integer.parseInt(to);
            token = null;
            return new TransferInput.Pulled(id, Integer.toString(copy), 10, null);
        }

        /** The agent plans again and goes on only with the very same step. */
        private boolean fits(Pull pull) {
            if (pull.expected().resumeToken() != null) {
                return pull.expected().resumeToken().equals(token);
            }
            String from = pull.expected().fromGuid();
            return token == null && (from == null ? copy == 0 : from.equals(Integer.toString(copy)));
        }
    }
}
