package org.openfoodfacts.brigade.agent.exec;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/** Functions of the C library that Java has no method for. What Java loads to call the first one is megabytes, so only who must asks. */
public final class Libc {
    private Libc() {}

    @SuppressWarnings("restricted")
    public static MethodHandle function(String name, FunctionDescriptor descriptor) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().find(name).orElseThrow(), descriptor);
    }
}
