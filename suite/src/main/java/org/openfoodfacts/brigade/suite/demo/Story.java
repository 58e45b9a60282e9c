package org.openfoodfacts.brigade.suite.demo;

/** One of the stories that a running suite must be able to play. Throws when it does not come out right. */
interface Story {
    String title();

    void play(Stage stage);
}
