package org.openfoodfacts.brigade.zfssync.domain;

/**
 * Something that hangs on {@code dataset}. {@code breaks} says in a sentence what the change does to it; {@code forbids} that it must not be
 * made before somebody has seen to it.
 */
public record Dependent(Kind kind, String dataset, String name, Place place, String breaks, boolean forbids) {

    public enum Kind {
        CHILD,
        CLONE,
        HOLD,
        /** It is the source of a copy. */
        PAIR_SOURCE,
        /** It is a copy. */
        PAIR_COPY,
        POLICY,
        /** A guest sees it, or has its disk there. */
        MOUNT,
        EXPORT,
        /** A declared set of staging clones is made of it, or has it among them. */
        STAGING
    }

    /** Of what is declared {@code file} and, where it is known, {@code line}; of what the facts show {@code path}; the others null. */
    public record Place(String node, String path, String file, Integer line) {
        static Place seen(String node, String path) {
            return new Place(node, path, null, null);
        }

        static Place declared(String node, String file, Integer line) {
            return new Place(node, null, file, line);
        }
    }
}
