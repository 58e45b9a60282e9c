package org.openfoodfacts.brigade.deployer.domain;

import java.util.UUID;

/** Which deployments to list: those of an application, flavor or state, older than {@code before}; null means any. */
public record DeploymentFilter(String application, String flavor, Phase.State state, UUID before) {}
