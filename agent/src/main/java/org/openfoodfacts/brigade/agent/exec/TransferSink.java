package org.openfoodfacts.brigade.agent.exec;

/** Hears how many bytes have gone through a pipeline until now: a few times a second while it runs, and once at its end. */
@FunctionalInterface
public interface TransferSink {
    TransferSink NONE = _ -> {};

    void moved(long bytes);

    /** A line that the receiver printed, as it comes. */
    default void said(String line) {}
}
