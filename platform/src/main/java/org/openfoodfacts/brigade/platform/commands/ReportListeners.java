package org.openfoodfacts.brigade.platform.commands;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.List;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;

/** All listeners of a service, told one after the other in the transaction of whoever tells. */
@ApplicationScoped
class ReportListeners {
    private final List<ReportListener> listeners;

    ReportListeners(@Any Instance<ReportListener> listeners) {
        this.listeners = listeners.stream().toList();
    }

    /** Those that may have sent the command. */
    Uni<Void> commandEnded(Mutiny.Session session, TrackedCommand command) {
        return tell(listener -> listener.mayHaveSent(command)
                ? listener.commandEnded(session, command)
                : Uni.createFrom().voidItem());
    }

    Uni<Void> tell(Function<ReportListener, Uni<Void>> call) {
        return Multi.createFrom()
                .iterable(listeners)
                .onItem()
                .transformToUniAndConcatenate(call::apply)
                .collect()
                .asList()
                .replaceWithVoid();
    }
}
