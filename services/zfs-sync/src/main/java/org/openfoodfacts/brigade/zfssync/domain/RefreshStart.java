package org.openfoodfacts.brigade.zfssync.domain;

/** What became of the wish for a refresh. */
public sealed interface RefreshStart {
    record Started(Refresh refresh) implements RefreshStart {}

    /** One of the set is under way already. */
    record UnderWay(Refresh refresh) implements RefreshStart {}

    record Unknown(String why) implements RefreshStart {}

    record Impossible(String why) implements RefreshStart {}
}
