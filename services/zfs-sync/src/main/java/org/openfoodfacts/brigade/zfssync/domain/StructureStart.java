package org.openfoodfacts.brigade.zfssync.domain;

import java.util.List;
import java.util.UUID;
import org.openfoodfacts.brigade.zfssync.domain.SnapshotWish.Objection;

/** What became of somebody's wish to change a dataset. */
public sealed interface StructureStart {

    /** The command is sent; {@code dependents} hang on it and forbid nothing. {@code to} is null unless it is renamed. */
    record Started(StructureChange change, UUID commandId, String guid, String to, List<Dependent> dependents)
            implements StructureStart {
        public Started {
            dependents = List.copyOf(dependents);
        }
    }

    record Refused(Objection objection) implements StructureStart {}

    /** The newest facts of the node show no such dataset. */
    record Unknown() implements StructureStart {}

    /** What would break. */
    record Forbidden(List<Dependent> because) implements StructureStart {
        public Forbidden {
            because = List.copyOf(because);
        }
    }
}
