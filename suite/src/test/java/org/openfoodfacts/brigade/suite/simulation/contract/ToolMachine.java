package org.openfoodfacts.brigade.suite.simulation.contract;

import java.util.List;
import org.openfoodfacts.brigade.agent.exec.Exec;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.Invocation;

/** A machine a contract is checked on: the simulated one, or a container with the real tools. */
interface ToolMachine {
    Exec exec();

    /** A file of the machine, under the path the machine itself knows it by. */
    void write(String path, String content);

    /** What receives after it has read what the other sends, of which no more than so many bytes reach it. */
    default ExecResult.Exited pipe(List<String> send, List<String> receive, long bytes) {
        throw new UnsupportedOperationException("this machine has no pipes");
    }

    /** As when somebody writes so many bytes into the mounted file system. */
    default void fill(String dataset, long bytes) {
        throw new UnsupportedOperationException("this machine has no file systems to write to");
    }

    default ExecResult.Exited run(String... argv) {
        ExecResult result = exec().run(Invocation.of(argv));
        if (result instanceof ExecResult.Exited exited) {
            return exited;
        }
        throw new AssertionError(String.join(" ", argv) + " did not end by itself: " + result);
    }

    default String output(String... argv) {
        ExecResult.Exited exited = run(argv);
        if (exited.code() != 0) {
            throw new AssertionError(String.join(" ", argv) + " ended with " + exited);
        }
        return exited.output();
    }
}
