package org.openfoodfacts.brigade.inventory.domain;

/** A site and the machines that the fleet declares there, counted. */
public record SiteSummary(
        String name, String description, long hosts, long guests, long online, long lost, long neverSeen) {}
