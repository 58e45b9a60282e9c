package org.openfoodfacts.brigade.platform.context;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.Executor;

/**
 * The Vert.x context somebody calls on. What another library answers on its own thread must come back to it: a Hibernate Reactive session
 * may be used there only, and is refused elsewhere.
 */
public final class CallerContext {
    private CallerContext() {}

    /** Runs tasks on the context of the thread that asks for it now; at once where there is none. */
    public static Executor executor() {
        Context context = Vertx.currentContext();
        return context == null ? Runnable::run : task -> context.runOnContext(_ -> task.run());
    }
}
