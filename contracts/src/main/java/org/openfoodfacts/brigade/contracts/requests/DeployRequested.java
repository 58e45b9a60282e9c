package org.openfoodfacts.brigade.contracts.requests;

/** Please deploy {@code version} (a release tag) of a flavor of an application. */
public record DeployRequested(String application, String flavor, String version, String requestedBy)
        implements Request {}
