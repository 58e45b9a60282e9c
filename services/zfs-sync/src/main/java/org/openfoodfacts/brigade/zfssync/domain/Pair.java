package org.openfoodfacts.brigade.zfssync.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.Place;

/**
 * A dataset and its copy on another node, as the newest facts of both show them. The copy stands where the newest snapshot is that both
 * have, by guid: names may be taken twice. {@code forced}: it is not Brigade that brings the copy, and who does rolls back what is in its way.
 */
public record Pair(
        Side source,
        Side target,
        DeclaredPull.Origin origin,
        Common common,
        Behind behind,
        CopyTerms terms,
        boolean forced) {

    /** What names a pair wherever it is declared. {@code sourceNode} is empty for a host that no declared node is. */
    public record Key(String sourceNode, String source, String node, String target) {

        Place sourcePlace() {
            return new Place(sourceNode.isEmpty() ? null : sourceNode, source);
        }

        Place copyPlace() {
            return new Place(node, target);
        }

        /** Whether it brings something into this dataset of a node or what is below it, or out of it. */
        public boolean touches(String node, String dataset) {
            return (node.equals(this.node) && DatasetName.isAtOrBelow(target, dataset))
                    || (node.equals(sourceNode) && DatasetName.isAtOrBelow(source, dataset));
        }

        /**
         * Of the holds on the last common snapshot at the source: a hash, as names may be too long for a tag. Copies of a tree have one in common, for
         * zfs holds many snapshots under one tag in one call; two copies of one source never have. So it is made of what is left of both names
         * without the end that they share.
         */
        public String holdTag() {
            int shared = sharedEnd(source, target);
            String stems =
                    source.substring(0, source.length() - shared) + " " + target.substring(0, target.length() - shared);
            return "brigade:" + Fingerprint.of(node + " " + stems, 12);
        }

        /** The length of the components, with the slash before each, that both names end with. */
        private static int sharedEnd(String one, String other) {
            int shared = 0;
            String left = "/" + one;
            String right = "/" + other;
            for (int slash = left.lastIndexOf('/'); slash >= 0; slash = left.lastIndexOf('/', slash - 1)) {
                String end = left.substring(slash);
                if (!right.endsWith(end)) {
                    break;
                }
                shared = Math.min(end.length(), Math.min(one.length(), other.length()));
            }
            return shared;
        }
    }

    /**
     * {@code node} is null for a host that no declared node is; {@code newest} is when its newest snapshot was taken, null without one;
     * {@code observedAt} is when its snapshots were listed, null when they never were, or its agent has said since that it does not list them.
     */
    public record Side(String node, String dataset, boolean exists, Instant newest, Instant observedAt) {}

    /**
     * What the source has beyond the newest common snapshot, or at all without one: {@code bytes} were written to it, null when an agent is too
     * old to tell. {@code targetWritten}: somebody wrote to the copy since its newest snapshot.
     */
    public record Behind(int snapshots, Long bytes, boolean targetWritten) {
        public static final Behind NOTHING = new Behind(0, 0L, false);
    }

    /** The newest snapshot both have. */
    public record Common(String snapshot, String guid, Instant creation) {}

    /** Whether the copy is what it should be; each tells another thing to do. */
    public enum State {
        /** The newest common snapshot is younger than the goal. */
        CURRENT,
        /** It is older: what runs the pulls does not, or too seldom. */
        LATE,
        /** There is no copy, or one without snapshots: it was never pulled. */
        NOT_RUN,
        /** Both have snapshots and none in common: no pull can go on from here. */
        NO_COMMON_SNAPSHOT,
        /** An end is there and its agent does not tell what snapshots it has: it has only begun, or they are too many for a record. */
        NOT_TOLD,
        /** The source has no snapshot that could be pulled. */
        NOTHING_TO_PULL,
        /** The facts show no such source. */
        SOURCE_MISSING,
        /** The host of the pull is no declared node. */
        SOURCE_UNKNOWN;

        /** Whether somebody should look. */
        public boolean isTrouble() {
            return this != CURRENT && this != NOTHING_TO_PULL;
        }
    }

    /** Whether something may keep the copy from being brought up to date; what, only a closer look at both ends tells. */
    public boolean isSuspect() {
        return source.node() != null
                && (!source.exists()
                        || common == null
                        || behind.targetWritten()
                        || target.newest() == null
                        || target.newest().isAfter(common.creation()));
    }

    /** Whether the copy has the newest snapshot of its source, as the facts show both; it has all that is to travel also when newer ones are of a kind that does not. */
    public boolean isUpToDate() {
        return source.exists() && common != null && behind.snapshots() == 0;
    }

    /** Why nobody knows what is at an end that is there, in one line; empty when it is known. What is not told is not nothing. */
    public Optional<String> untold() {
        return Stream.of(source, target)
                .filter(side -> side.exists() && side.observedAt() == null)
                .map(side ->
                        "the snapshots of " + side.dataset() + " are not told by " + side.node() + ", which has it")
                .findFirst();
    }

    public Key key() {
        return new Key(source.node() == null ? "" : source.node(), source.dataset(), target.node(), target.dataset());
    }

    /** How old the newest common snapshot may be. */
    public Duration goal(Duration usual) {
        return terms.goal() == null ? usual : terms.goal();
    }

    /** {@code usual} is the goal of pairs that have none of their own. */
    public State state(Instant now, Duration usual) {
        if (source.node() == null) {
            return State.SOURCE_UNKNOWN;
        }
        if (!source.exists()) {
            return State.SOURCE_MISSING;
        }
        if (untold().isPresent()) {
            return State.NOT_TOLD;
        }
        if (common != null) {
            return lag(now).compareTo(goal(usual)) > 0 ? State.LATE : State.CURRENT;
        }
        if (source.newest() == null) {
            return State.NOTHING_TO_PULL;
        }
        return target.newest() == null ? State.NOT_RUN : State.NO_COMMON_SNAPSHOT;
    }

    /** The age of the newest common snapshot, never below zero where clocks differ; null without one. */
    public Duration lag(Instant now) {
        if (common == null) {
            return null;
        }
        Duration age = Duration.between(common.creation(), now);
        return age.isNegative() ? Duration.ZERO : age;
    }
}
