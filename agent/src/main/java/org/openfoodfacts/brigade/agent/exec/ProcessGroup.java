package org.openfoodfacts.brigade.agent.exec;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongPredicate;

/**
 * The process group of a process that leads its own session ({@code setsid}). Signals go through kill(2) itself, so that ending a group
 * needs no further process, even on a machine that has none left.
 */
final class ProcessGroup {
    private static final int TERM = 15;
    private static final int KILL = 9;
    private static final Duration POLL = Duration.ofMillis(10);
    private static final Duration AFTER_KILL = Duration.ofSeconds(5);

    private final Process leader;
    private final LongPredicate members;
    private final Duration afterKill;

    ProcessGroup(Process leader) {
        this(leader, GroupMembers::hasLiving, AFTER_KILL);
    }

    /** @param members whether the group of this number has living members; one that has ended and that nobody waited for (a zombie) does not count */
    ProcessGroup(Process leader, LongPredicate members, Duration afterKill) {
        this.leader = leader;
        this.members = members;
        this.afterKill = afterKill;
    }

    /** TERM to all, KILL after the grace to whoever is left; false when it is not even gone some seconds after that. */
    boolean end(Duration grace) {
        if (isGone()) {
            return true;
        }
        List<ProcessHandle> descendants = leader.descendants().toList();
        signal(TERM);
        descendants.forEach(ProcessHandle::destroy);
        if (!awaitGone(grace)) {
            signal(KILL);
        }
        descendants.forEach(ProcessHandle::destroyForcibly);
        return awaitGone(afterKill);
    }

    boolean isGone() {
        return !leader.isAlive() && !members.test(leader.pid());
    }

    private void signal(int signal) {
        Kill.call(-leader.pid(), signal);
        if (leader.isAlive()) {
            // Between fork and setsid there is no group yet.
            Kill.call(leader.pid(), signal);
        }
    }

    private boolean awaitGone(Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (!isGone()) {
            if (System.nanoTime() > end) {
                return false;
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
        return true;
    }

    /** kill(2). A class of its own, because most agents never have to. */
    private static final class Kill {
        private static final MethodHandle CALL =
                Libc.function("kill", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));

        static void call(long pid, int signal) {
            try {
                var _ = (int) CALL.invokeExact((int) pid, signal);
            } catch (Throwable e) {
                throw new IllegalStateException("kill(2) cannot be called", e);
            }
        }
    }
}
