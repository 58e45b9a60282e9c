package org.openfoodfacts.brigade.inventory.git;

import org.openfoodfacts.brigade.confs.tree.ConfigurationTree;

/** What came of reading the configuration repository. */
public sealed interface Reading {

    record Read(String commit, ConfigurationTree tree) implements Reading {}

    /** The revision still names the commit that the caller knows; its files were not looked at. */
    record Unmoved(String commit) implements Reading {}

    /** No commit could be read; {@code why} says what to do. */
    record Unreadable(String why) implements Reading {}
}
