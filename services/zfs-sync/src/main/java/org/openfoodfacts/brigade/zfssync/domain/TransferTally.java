package org.openfoodfacts.brigade.zfssync.domain;

/**
 * What a transfer has come to so far. {@code failures} are those since the last step that succeeded; {@code holdProblem} is what the source said against
 * the holds of the last step that came, null when nothing.
 */
public record TransferTally(int steps, long bytes, int failures, String holdProblem) {
    public static final TransferTally NOTHING = new TransferTally(0, 0, 0, null);

    TransferTally failed() {
        return new TransferTally(steps, bytes, failures + 1, holdProblem);
    }

    TransferTally brought(long more) {
        return new TransferTally(steps + 1, bytes + more, 0, holdProblem);
    }

    TransferTally told(String ofHolds) {
        return new TransferTally(steps, bytes, failures, ofHolds);
    }

    TransferTally withoutFailures() {
        return new TransferTally(steps, bytes, 0, holdProblem);
    }
}
