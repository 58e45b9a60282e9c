package org.openfoodfacts.brigade.zfssync.domain;

import java.util.ArrayList;
import java.util.List;

/** The first thing that failed, null when nothing did; units that could not be started, as {@code node/unit}; what could not be destroyed. */
public record RefreshTrouble(RefreshStep step, String reason, String detail, List<String> down, String left) {
    static final RefreshTrouble NONE = new RefreshTrouble(null, null, null, List.of(), null);

    public RefreshTrouble {
        down = List.copyOf(down);
    }

    /** Of a refresh that did not come to be, so that what was {@code down} before it still is. */
    public static RefreshTrouble inVain(String reason, String detail, List<String> down) {
        return new RefreshTrouble(RefreshStep.CLONE, reason, detail, down, null);
    }

    RefreshTrouble at(RefreshStep failed, String why, String words) {
        return step == null ? new RefreshTrouble(failed, why, words, down, left) : this;
    }

    RefreshTrouble down(List<String> more) {
        List<String> all = new ArrayList<>(down);
        all.addAll(more);
        return new RefreshTrouble(step, reason, detail, all, left);
    }

    RefreshTrouble left(String why) {
        return new RefreshTrouble(step, reason, detail, down, why);
    }
}
