package org.openfoodfacts.brigade.suite.zfs;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** The same two guests for all tests of a run, booted for the first that wants them. */
final class ZfsGuestsFixture implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == ZfsGuests.class;
    }

    @Override
    public ZfsGuests resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(ZfsGuestsFixture.class))
                .computeIfAbsent(Booted.class, key -> Booted.now(), Booted.class)
                .guests();
    }

    /** The guests, or why there are none: a boot that failed is not tried again for every test. */
    private record Booted(ZfsGuests running, RuntimeException failure) implements AutoCloseable {
        static Booted now() {
            try {
                return new Booted(ZfsGuests.boot(), null);
            } catch (RuntimeException e) {
                return new Booted(null, e);
            }
        }

        ZfsGuests guests() {
            if (running == null) {
                throw new IllegalStateException("the ZFS guests did not come up", failure);
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
