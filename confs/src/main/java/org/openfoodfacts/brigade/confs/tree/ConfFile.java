package org.openfoodfacts.brigade.confs.tree;

import java.nio.file.Path;

/**
 * One file below {@code confs/}. {@code name} is where it stands in the repository, {@code folder} the machine's folder it stands in,
 * {@code real} where its content lies once links are followed.
 */
public record ConfFile(String name, String folder, Path real) {}
