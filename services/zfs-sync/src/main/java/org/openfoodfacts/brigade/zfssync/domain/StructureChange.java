package org.openfoodfacts.brigade.zfssync.domain;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What somebody is about to do to a dataset and, by that, to all below it. */
public record StructureChange(String node, String dataset, Action action) {

    public enum Action {
        /** {@code zfs destroy -r}. */
        DESTROY,
        /** {@code zfs rename} to any other name. */
        RENAME;

        public static Optional<Action> of(String word) {
            return Stream.of(values())
                    .filter(action -> action.name().toLowerCase(Locale.ROOT).equals(word))
                    .findFirst();
        }
    }

    boolean touches(String name) {
        return DatasetName.isAtOrBelow(name, dataset);
    }

    boolean isRename() {
        return action == Action.RENAME;
    }
}
