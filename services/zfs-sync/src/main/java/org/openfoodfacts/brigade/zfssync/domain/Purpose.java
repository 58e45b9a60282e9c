package org.openfoodfacts.brigade.zfssync.domain;

import java.time.Instant;

/** Why a snapshot was taken by hand, and from when on it may go. */
public record Purpose(String reason, Instant expiresAt) {}
