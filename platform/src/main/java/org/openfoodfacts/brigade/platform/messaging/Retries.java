package org.openfoodfacts.brigade.platform.messaging;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.openfoodfacts.brigade.platform.context.CallerContext;

/** When to try again: after 200 ms, then ever later up to 10 s, on the Vert.x context the work began on. */
final class Retries {
    private static final Duration FIRST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final Executor executor;
    private int delays;

    Retries() {
        this.executor = CallerContext.executor();
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
        Duration delay = FIRST.multipliedBy(1L << Math.min(delays++, 6));
        return Uni.createFrom()
                .item(true) // a null item would be none, and nothing would be tried again
                .onItem()
                .delayIt()
                .by(delay.compareTo(LONGEST) > 0 ? LONGEST : delay)
                .emitOn(executor);
    }
}
