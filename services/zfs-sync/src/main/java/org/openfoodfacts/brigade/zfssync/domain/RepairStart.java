package org.openfoodfacts.brigade.zfssync.domain;

/** What became of an approval. */
public sealed interface RepairStart {
    record Started(Repair repair) implements RepairStart {}

    record Refused(SnapshotWish.Objection objection) implements RepairStart {}

    /** The facts are others than when the plan was made, or something is under way with the copy. */
    record Outdated(String why) implements RepairStart {}

    /** Something would be lost: that is for an admin to approve. */
    record NotAllowed(String why) implements RepairStart {}
}
