package org.openfoodfacts.brigade.confs.lint.snapshots;

import org.openfoodfacts.brigade.confs.sanoid.Policies;
import org.openfoodfacts.brigade.confs.sanoid.SanoidFile;
import org.openfoodfacts.brigade.confs.source.Source;

/** A machine's sanoid.conf and what it means. */
record Policed(Source source, Policies policies) {
    SanoidFile file() {
        return policies.file();
    }
}
