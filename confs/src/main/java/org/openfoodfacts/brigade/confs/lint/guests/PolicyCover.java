package org.openfoodfacts.brigade.confs.lint.guests;

import org.openfoodfacts.brigade.confs.sanoid.Policies;
import org.openfoodfacts.brigade.confs.sanoid.SanoidFile;

/** Which datasets a {@code sanoid.conf} has a policy for, or says on purpose that it has none. */
record PolicyCover(SanoidFile file, Policies policies) {
    static PolicyCover of(SanoidFile file) {
        return new PolicyCover(file, new Policies(file));
    }

    boolean knowsPool(String pool) {
        return file.datasets().stream().anyMatch(section -> (section.dataset() + "/").startsWith(pool + "/"));
    }

    /** True as well for what may be a mere folder of a dataset that is covered: of any but the pool's own. */
    boolean covers(String dataset) {
        boolean covered = isKnown(dataset);
        for (int slash = dataset.lastIndexOf('/'); slash > 0 && !covered; slash = dataset.lastIndexOf('/', slash - 1)) {
            String above = dataset.substring(0, slash);
            covered = above.indexOf('/') > 0 && isKnown(above);
        }
        return covered;
    }

    private boolean isKnown(String dataset) {
        return file.isUnchecked(dataset) || policies.of(dataset).isPresent();
    }
}
