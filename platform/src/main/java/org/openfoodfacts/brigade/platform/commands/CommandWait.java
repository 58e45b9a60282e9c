package org.openfoodfacts.brigade.platform.commands;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.hibernate.reactive.mutiny.Mutiny;
import org.openfoodfacts.brigade.platform.context.CallerContext;

/**
 * Shows a command, at once or as soon as it has ended. It is woken by the report, and looks now and then by itself because another
 * instance of the service may have taken it in.
 */
@ApplicationScoped
public class CommandWait {
    public static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

    private final Mutiny.SessionFactory sessions;
    private final Commands commands;
    private final CommandEnds ends;
    private final Clock clock;

    CommandWait(Mutiny.SessionFactory sessions, Commands commands, CommandEnds ends, Clock clock) {
        this.sessions = sessions;
        this.commands = commands;
        this.ends = ends;
        this.clock = clock;
    }

    /** Null when this service sent no such command; as it stands after {@code atMost} when it has not ended by then. */
    public Uni<CommandView> view(UUID command, Duration atMost) {
        return look(command, clock.instant().plus(atMost));
    }

    private Uni<CommandView> look(UUID command, Instant until) {
        return Uni.createFrom().deferred(() -> {
            CommandEnds.Waiting mine = ends.enter(command); // before the look, or the end could fall between the two
            return sessions.withSession(session -> commands.view(session, command))
                    .call(view -> pause(view, mine.woken(), until))
                    .onTermination()
                    .invoke(() -> ends.leave(command, mine))
                    .chain(view -> mine.woken().isDone()
                            ? look(command, until)
                            : Uni.createFrom().item(view));
        });
    }

    /** Completes {@code woken} itself when it is time to look again. */
    private Uni<Void> pause(CommandView view, CompletableFuture<Void> woken, Instant until) {
        Duration left = Duration.between(clock.instant(), until);
        if (view == null || view.state().isEnd() || !left.isPositive()) {
            return Uni.createFrom().voidItem();
        }
        Duration pause = left.compareTo(LOOK_AGAIN) < 0 ? left : LOOK_AGAIN;
        return Uni.createFrom()
                .completionStage(woken.completeOnTimeout(null, pause.toMillis(), TimeUnit.MILLISECONDS))
                .emitOn(CallerContext.executor());
    }
}
