package org.openfoodfacts.brigade.suite.demo;

/** A story did not come out as it should. */
public final class StoryFailed extends RuntimeException {
    StoryFailed(String what) {
        super(what);
    }
}
