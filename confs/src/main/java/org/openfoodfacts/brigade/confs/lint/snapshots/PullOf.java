package org.openfoodfacts.brigade.confs.lint.snapshots;

import org.openfoodfacts.brigade.confs.source.Source;
import org.openfoodfacts.brigade.confs.syncoid.Pull;

/** A pull and the file it stands in; its puller is the machine whose folder holds that file. */
record PullOf(Source source, Pull pull) {
    String puller() {
        return source.folder();
    }

    String target() {
        return pull.target().dataset();
    }

    /** The pull reads from the same machine as another one. */
    boolean readsWhere(PullOf other) {
        return pull.source().host().equals(other.pull().source().host());
    }

    @Override
    public String toString() {
        return pull.source() + " → " + pull.target();
    }
}
