package org.openfoodfacts.brigade.suite.simulation;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.openfoodfacts.brigade.agent.exec.Cancellation;
import org.openfoodfacts.brigade.agent.exec.Exec;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.exec.LineSink;

/** A machine on which the agent is killed right after a certain call. */
public final class DyingExec implements Exec {
    private final Exec machine;
    private final Predicate<Invocation> last;

    private DyingExec(Exec machine, Predicate<Invocation> last) {
        this.machine = machine;
        this.last = last;
    }

    /** The call with this number, the first is 1. */
    public static Predicate<Invocation> call(int number) {
        AtomicInteger left = new AtomicInteger(number);
        return _ -> left.decrementAndGet() == 0;
    }

    /** Has the agent do something until its last call; false when that never came. */
    public static boolean kills(Exec machine, Predicate<Invocation> last, Consumer<Exec> agent) {
        try {
            agent.accept(new DyingExec(machine, last));
            return false;
        } catch (Killed e) {
            return true;
        }
    }

    @Override
    public ExecResult run(Invocation invocation, LineSink lines, Cancellation cancellation) {
        ExecResult result = machine.run(invocation, lines, cancellation);
        if (last.test(invocation)) {
            throw new Killed();
        }
        return result;
    }

    /** No handler can go on after it. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }
}
