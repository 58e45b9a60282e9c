package org.openfoodfacts.brigade.platform.outbox;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.function.Function;

/** One after the other, because a session takes one call at a time. */
public final class Sequence {
    private Sequence() {}

    public static <T> Uni<Void> each(List<T> items, Function<T, Uni<Void>> action) {
        return Multi.createFrom()
                .iterable(items)
                .onItem()
                .transformToUniAndConcatenate(action::apply)
                .collect()
                .asList()
                .replaceWithVoid();
    }
}
