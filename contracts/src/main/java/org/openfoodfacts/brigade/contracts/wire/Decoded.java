package org.openfoodfacts.brigade.contracts.wire;

import org.openfoodfacts.brigade.contracts.EventType;
import org.openfoodfacts.brigade.contracts.Message;

/** A message as read from the wire. {@code message} is null for a tombstone (a fact that is no more). */
public record Decoded<M extends Message>(EventType type, Envelope envelope, String key, M message) {}
