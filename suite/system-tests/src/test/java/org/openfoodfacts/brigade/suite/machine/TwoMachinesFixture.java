package org.openfoodfacts.brigade.suite.machine;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** The same two machines for all tests of a run, made for the first that wants them. */
final class TwoMachinesFixture implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TwoMachines.class;
    }

    @Override
    public TwoMachines resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(TwoMachinesFixture.class))
                .computeIfAbsent(Started.class, key -> Started.now(), Started.class)
                .machines();
    }

    /** The machines, or why there are none: a start that failed is not tried again for every test. */
    private record Started(TwoMachines running, RuntimeException failure) implements AutoCloseable {
        static Started now() {
            try {
                return new Started(TwoMachines.start(), null);
            } catch (RuntimeException e) {
                return new Started(null, e);
            }
        }

        TwoMachines machines() {
            if (running == null) {
                throw new IllegalStateException("the machines did not start", failure);
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
