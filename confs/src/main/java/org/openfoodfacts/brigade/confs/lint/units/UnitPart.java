package org.openfoodfacts.brigade.confs.lint.units;

import org.openfoodfacts.brigade.confs.source.Source;
import org.openfoodfacts.brigade.confs.systemd.UnitFile;
import org.openfoodfacts.brigade.confs.systemd.UnitName;
import org.openfoodfacts.brigade.confs.systemd.UnitPlace;

/** One file of a unit. */
record UnitPart(Source source, UnitPlace place, UnitFile file) {
    UnitName unit() {
        return place.unit();
    }

    boolean isOwn() {
        return place.kind() != UnitPlace.Kind.DROP_IN;
    }
}
