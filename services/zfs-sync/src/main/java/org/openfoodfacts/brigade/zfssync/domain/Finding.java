package org.openfoodfacts.brigade.zfssync.domain;

/** What keeps a copy from being brought up to date, whoever brings it, or from being sure to come tomorrow. {@code words} are one line for people. */
public record Finding(Kind kind, String words) {

    public enum Kind {
        /** The facts show no such source, and nothing else that could be it. */
        SOURCE_MISSING,
        /** The source has another name now. */
        SOURCE_RENAMED,
        /** Another dataset was made under the source's name: nothing of it is as old as the copy. */
        SOURCE_REPLACED,
        NO_COMMON_SNAPSHOT,
        /** The copy has snapshots newer than the last common one, which the source has not. */
        DIVERGED,
        /** Somebody wrote to the copy since its newest snapshot. */
        TARGET_WRITTEN,
        /** What would have to go for the copy to go on has clones. */
        CLONE_IN_THE_WAY,
        /** The target exists, has no snapshots, and no receive was begun there. */
        TARGET_IN_THE_WAY,
        /** The copy has another snapshot under the name of each one that is left to travel. */
        NAME_TAKEN,
        ENCRYPTION_MISMATCH,
        /** The copy was there and is gone. */
        COPY_GONE,
        /** The copy is there under another name. */
        COPY_RENAMED,
        NO_SPACE,
        /** The source's machine could not be reached. */
        UNREACHABLE,
        RESUME_TOKEN_DEAD,
        /** An end is there and its agent does not tell what snapshots it has. */
        NOT_TOLD,
        /** The last transfer failed in another way, or would: the copy's pool is away. */
        PULL_FAILED,
        /** The copy comes, but the source does not let its last common snapshot be held, or older holds be released. */
        HOLD_REFUSED
    }

    static Finding renamedCopy(String name) {
        return new Finding(Kind.COPY_RENAMED, "the copy is there as " + name);
    }
}
