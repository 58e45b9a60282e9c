package org.openfoodfacts.brigade.zfssync.domain;

import java.time.Instant;

/** A finding as it was last stored. {@code since} is when a finding of this kind was first seen; {@code told} when an event has told of it. */
public record FindingRecord(Pair.Key key, Finding finding, Instant since, boolean told) {}
