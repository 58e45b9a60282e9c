package org.openfoodfacts.brigade.proxyconfig;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.function.Function;

/** One after the other, because a session takes one call at a time. */
final class Sequence {
    private Sequence() {}

    static <T> Uni<Void> each(List<T> items, Function<T, Uni<Void>> action) {
        return Multi.createFrom()
                .iterable(items)
                .onItem()
                .transformToUniAndConcatenate(action::apply)
                .collect()
                .asList()
                .replaceWithVoid();
    }
}
