package org.openfoodfacts.brigade.agent.tools.zfs;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.agent.commands.CommandHandler;
import org.openfoodfacts.brigade.agent.commands.Execution;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.tools.ToolFailure;
import org.openfoodfacts.brigade.contracts.commands.PullDataset;
import org.openfoodfacts.brigade.contracts.commands.PullDataset.Expected;

/** Brings one step of a replication to this machine, never two at once into one dataset. */
public final class PullDatasetHandler implements CommandHandler<PullDataset> {
    /** OpenZFS 2.3.2 panics on a tag of 256 characters. */
    private static final Pattern TAG = Pattern.compile("brigade:[A-Za-z0-9_.-]{1,64}");

    private static final Pattern TOKEN = Pattern.compile("[0-9a-f]+(?:-[0-9a-f]+){3}");
    private static final Pattern GUID = Pattern.compile("\\d{1,20}");

    private final Set<String> receiving = ConcurrentHashMap.newKeySet();

    @Override
    public Class<PullDataset> type() {
        return PullDataset.class;
    }

    @Override
    public Outcome handle(PullDataset command, Execution execution) {
        Optional<String> malformed = malformed(command);
        if (malformed.isPresent()) {
            return ToolFailure.malformed(malformed.get());
        }
        if (!receiving.add(command.target())) {
            return ToolFailure.precondition("another pull into " + command.target() + " is running");
        }
        try {
            return new Pull(command, execution).run();
        } finally {
            receiving.remove(command.target());
        }
    }

    private static Optional<String> malformed(PullDataset command) {
        if (!ZfsNames.isDataset(command.source())) {
            return Optional.of("source: '" + command.source() + "' is not a dataset name");
        }
        if (!ZfsNames.isDataset(command.target())) {
            return Optional.of("target: '" + command.target() + "' is not a dataset name");
        }
        if (command.route() == null && command.source().equals(command.target())) {
            return Optional.of("target: it is the source itself");
        }
        if (command.bytesPerSecond() < 0) {
            return Optional.of("bytesPerSecond: " + command.bytesPerSecond() + " is negative");
        }
        if (command.holdTag() != null && !TAG.matcher(command.holdTag()).matches()) {
            return Optional.of("holdTag: '" + command.holdTag() + "' is not a tag of ours");
        }
        return command.route() == null
                ? expected(command.expected())
                : command.route().objection().map(why -> "route." + why).or(() -> expected(command.expected()));
    }

    private static Optional<String> expected(Expected expected) {
        if (expected.resumeToken() != null) {
            boolean alone = expected.fromGuid() == null && expected.toGuid() == null;
            return alone && TOKEN.matcher(expected.resumeToken()).matches()
                    ? Optional.empty()
                    : Optional.of("expected: not a resume token, or one beside guids");
        }
        boolean from =
                expected.fromGuid() == null || GUID.matcher(expected.fromGuid()).matches();
        boolean to =
                expected.toGuid() != null && GUID.matcher(expected.toGuid()).matches();
        return from && to ? Optional.empty() : Optional.of("expected: the guids are not guids");
    }
}
