package org.openfoodfacts.brigade.agent.testing;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * While it is open, this thread of a process of root's reads and writes files as the user {@code nobody} does, so that permissions count
 * for it. Nothing changes for whom they count already.
 */
public final class AsNobody implements AutoCloseable {
    private static final int ROOT = 0;
    private static final int NOBODY = 65534;
    private static final MethodHandle SETFSUID = setfsuid();

    private final int before;

    /** @param owned files that shall be nobody's from now on */
    public AsNobody(Path... owned) throws IOException {
        if ((int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == ROOT) {
            for (Path file : owned) {
                Files.setAttribute(file, "unix:uid", NOBODY);
            }
            before = change(NOBODY);
        } else {
            before = -1;
        }
    }

    @Override
    public void close() {
        if (before >= 0) {
            change(before);
        }
    }

    private static int change(int user) {
        try {
            return (int) SETFSUID.invokeExact(user);
        } catch (Throwable e) {
            throw new IllegalStateException("setfsuid(2) cannot be called", e);
        }
    }

    @SuppressWarnings("restricted")
    private static MethodHandle setfsuid() {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().find("setfsuid").orElseThrow(), FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    }
}
