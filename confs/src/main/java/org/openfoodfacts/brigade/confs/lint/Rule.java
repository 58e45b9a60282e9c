package org.openfoodfacts.brigade.confs.lint;

/** One thing that can be wrong in a configuration repository. Without state: the same rule judges many repositories, beside others. */
public interface Rule {
    RulePage page();

    void check(Repository repository, Findings findings);
}
