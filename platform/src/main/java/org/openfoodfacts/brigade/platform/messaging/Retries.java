package org.openfoodfacts.brigade.platform.messaging;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.openfoodfacts.brigade.platform.context.CallerContext;

/** When to try again: ever later, as configured, on the Vert.x context the work began on. */
final class Retries {
    private final Executor executor;
    private final Duration longest;
    private Duration next;

    Retries(RetriesConfig config) {
        this.executor = CallerContext.executor();
        this.next = config.first();
        this.longest = config.longest();
    }

    /** For {@code retry().when(…)}: waits after each failure that the judge lets pass; the judge fails for one that is final. */
    Function<Multi<Throwable>, Multi<Boolean>> unless(Function<Throwable, Uni<Void>> judge) {
        return failures -> failures.onItem()
                .transformToUniAndConcatenate(failure -> judge.apply(failure).chain(this::pause));
    }

    Function<Multi<Throwable>, Multi<Boolean>> forEver() {
        return unless(failure -> Uni.createFrom().voidItem());
    }

    private Uni<Boolean> pause() {
        Duration delay = next.compareTo(longest) < 0 ? next : longest;
        next = delay.multipliedBy(2);
        return Uni.createFrom()
                .item(true) // a null item would be none, and nothing would be tried again
                .onItem()
                .delayIt()
                .by(delay)
                .emitOn(executor);
    }
}
