package org.openfoodfacts.brigade.zfssync.domain;

/** What a refresh does, in this order. */
public enum RefreshStep {
    /** What an earlier refresh left is destroyed. */
    CLEAR,
    /** The fresh clones are made; nobody notices yet. */
    CLONE,
    STOP,
    SWAP,
    START,
    /** What has no use any more is destroyed: the clones that had the place, or the fresh ones when these did not get it. */
    DESTROY
}
