package org.openfoodfacts.brigade.suite.simulation.contract;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.agent.exec.Exec;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.exec.ProcessExec;

class RealPipelineTest implements PipelineContract {
    @TempDir
    Path folder;

    @Override
    public Exec exec() {
        return new ProcessExec();
    }

    @Override
    public Invocation sends() {
        return Invocation.of("head", "-c", "2000000", "/dev/zero");
    }

    /** Like a receive into a target that must not be there yet. */
    @Override
    public Invocation takes() {
        return Invocation.of("sh", "-c", "set -C; cat >taken").in(folder);
    }

    @Override
    public Invocation failsToSend() {
        return Invocation.of("cat", "no-such-file");
    }

    @Override
    public Invocation failsToTake() {
        return Invocation.of("sh", "-c", "echo 'cannot receive' >&2; exit 1");
    }
}
