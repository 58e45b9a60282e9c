package org.openfoodfacts.brigade.zfssync.domain;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A recursive line of whose source no fact shows anything: a host that no declared node is, a machine that never told, a pool that is away. Which
 * datasets it brings is not known, so each below its target may be a copy, and the last.
 */
public record UnseenPull(
        DeclaredPull.Origin origin, String host, String source, String target, List<Pattern> excluded) {
    public UnseenPull {
        excluded = List.copyOf(excluded);
    }

    /** What it would bring such a dataset from; empty when it does not, and of the target itself, which is a pair. */
    Optional<String> sourceOf(String dataset) {
        return Optional.of(dataset)
                .filter(name -> name.startsWith(target + "/"))
                .map(name -> source + name.substring(target.length()))
                .filter(name -> excluded.stream()
                        .noneMatch(pattern -> pattern.matcher(name).find()));
    }
}
