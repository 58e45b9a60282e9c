package org.openfoodfacts.brigade.contracts;

/** Anything that travels over the bus. Its concrete class has exactly one {@link EventType}; the body on the wire is the record as JSON. */
public interface Message {}
