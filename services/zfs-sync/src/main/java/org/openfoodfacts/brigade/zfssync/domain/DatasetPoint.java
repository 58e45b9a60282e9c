package org.openfoodfacts.brigade.zfssync.domain;

import java.time.Instant;

/** What a dataset took at one moment: {@code usedBytes} with all below and all snapshots, {@code referencedBytes} of itself. */
public record DatasetPoint(Instant at, String guid, long usedBytes, long referencedBytes) {}
