package org.openfoodfacts.brigade.confs.lint;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Values by key, each made once by whoever asks first; others that ask meanwhile wait. One value may ask for another, not in a circle. */
final class Memo<K> {
    private final Map<K, Once> all = new ConcurrentHashMap<>();

    @SuppressWarnings("unchecked") // whoever asks for a key asks for the type that it stands for
    <T> T get(K key, Supplier<T> make) {
        return (T) all.computeIfAbsent(key, _ -> new Once(make)).value();
    }

    private static final class Once {
        private Supplier<?> make;
        private Object value;

        private Once(Supplier<?> make) {
            this.make = make;
        }

        private synchronized Object value() {
            if (make != null) {
                value = make.get();
                make = null;
            }
            return value;
        }
    }
}
