package org.openfoodfacts.brigade.suite.machine;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** The two machines with ZFS for all tests of a run, made for the first that wants them. */
final class ZfsMachinesFixture implements ParameterResolver {
    private final TwoMachinesFixture others = new TwoMachinesFixture();

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == ZfsMachines.class;
    }

    @Override
    public ZfsMachines resolveParameter(ParameterContext parameter, ExtensionContext context) {
        TwoMachines two = others.resolveParameter(parameter, context);
        return context.getRoot()
                .getStore(Namespace.create(ZfsMachinesFixture.class))
                .computeIfAbsent(Started.class, key -> Started.beside(two), Started.class)
                .machines();
    }

    /** The machines, or why there are none: a start that failed is not tried again for every test. */
    private record Started(ZfsMachines running, RuntimeException failure) implements AutoCloseable {
        static Started beside(TwoMachines others) {
            try {
                return new Started(ZfsMachines.start(others), null);
            } catch (RuntimeException e) {
                return new Started(null, e);
            }
        }

        ZfsMachines machines() {
            if (running == null) {
                throw new IllegalStateException("the machines with ZFS did not start", failure);
            }
            return running;
        }

        @Override
        public void close() {
            if (running != null) {
                running.close();
            }
        }
    }
}
