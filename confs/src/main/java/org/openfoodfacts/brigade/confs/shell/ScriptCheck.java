package org.openfoodfacts.brigade.confs.shell;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Somebody who knows shell scripts better; this module itself runs no program. */
@FunctionalInterface
public interface ScriptCheck {
    /** Errors and warnings of the scripts, each script by its text, found while the caller does something else. */
    CompletableFuture<Map<String, List<ShellRemark>>> check(Collection<String> scripts);
}
