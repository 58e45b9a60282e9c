package org.openfoodfacts.brigade.security.domain;

/** The public halves of a machine's keys, base64, as it hands them over. */
public record NodeKeys(String signingKey, String sealingKey) {}
