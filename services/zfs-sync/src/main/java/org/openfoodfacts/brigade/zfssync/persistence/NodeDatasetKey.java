package org.openfoodfacts.brigade.zfssync.persistence;

import jakarta.persistence.Embeddable;

/** The name of a pool or dataset is unique on its node only. */
@Embeddable
public record NodeDatasetKey(String node, String name) {}
