package org.openfoodfacts.brigade.agent.tools.zfs.pull;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.openfoodfacts.brigade.agent.commands.CommandHandler;
import org.openfoodfacts.brigade.agent.commands.Execution;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.tools.ToolFailure;
import org.openfoodfacts.brigade.agent.tools.zfs.ZfsNames;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets.Expected;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets.Pull;

/** Brings one step of the replication of each of some datasets to this machine. That no two bring something into one dataset is seen to by the agent's lanes. */
public final class PullDatasetsHandler implements CommandHandler<PullDatasets> {
    /** OpenZFS 2.3.2 panics on a tag of 256 characters. */
    private static final Pattern TAG = Pattern.compile("brigade:[A-Za-z0-9_.-]{1,64}");

    private static final Pattern TOKEN = Pattern.compile("[0-9a-f]+(?:-[0-9a-f]+){3}");
    private static final Pattern GUID = Pattern.compile("\\d{1,20}");

    /** Their names, of which zfs allows 255 characters each, must fit into one argument of the far shell, of which Linux takes 128 KiB. */
    private static final int MOST = 200;

    @Override
    public Class<PullDatasets> type() {
        return PullDatasets.class;
    }

    @Override
    public Outcome handle(PullDatasets command, Execution execution) {
        return malformed(command).map(ToolFailure::malformed).orElseGet(() -> new PullRound(command, execution).run());
    }

    private static Optional<String> malformed(PullDatasets command) {
        int count = command.pulls().size();
        if (count == 0 || count > MOST) {
            return Optional.of("pulls: there are " + count + ", and 1 to " + MOST + " may be");
        }
        Set<String> targets = new HashSet<>();
        return Optional.ofNullable(command.route())
                .flatMap(route -> route.objection().map(why -> "route." + why))
                .or(() -> IntStream.range(0, count)
                        .mapToObj(i -> malformed(command.pulls().get(i), command.route() == null, targets)
                                .map(why -> "pulls[" + i + "]." + why))
                        .flatMap(Optional::stream)
                        .findFirst());
    }

    private static Optional<String> malformed(Pull pull, boolean isSameMachine, Set<String> targets) {
        if (!ZfsNames.isDataset(pull.source())) {
            return Optional.of("source: '" + pull.source() + "' is not a dataset name");
        }
        if (!ZfsNames.isDataset(pull.target())) {
            return Optional.of("target: '" + pull.target() + "' is not a dataset name");
        }
        if (!targets.add(pull.target())) {
            return Optional.of("target: " + pull.target() + " is that of another pull too");
        }
        if (isSameMachine && pull.source().equals(pull.target())) {
            return Optional.of("target: it is the source itself");
        }
        if (pull.bytesPerSecond() < 0) {
            return Optional.of("bytesPerSecond: " + pull.bytesPerSecond() + " is negative");
        }
        if (pull.holdTag() != null && !TAG.matcher(pull.holdTag()).matches()) {
            return Optional.of("holdTag: '" + pull.holdTag() + "' is not a tag of ours");
        }
        return expected(pull.expected());
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
