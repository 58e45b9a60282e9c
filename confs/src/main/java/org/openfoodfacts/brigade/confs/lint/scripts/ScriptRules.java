package org.openfoodfacts.brigade.confs.lint.scripts;

import java.util.List;
import org.openfoodfacts.brigade.confs.lint.Rule;

/** Scripts. */
public final class ScriptRules {
    public static final List<Rule> ALL = List.of(new ResultLost());

    private ScriptRules() {}
}
