package org.openfoodfacts.brigade.deployer.domain;

/** What is to be deployed: a tag of an application on one of its flavors. */
public record Release(String application, String flavor, String version) {

    /** {@code application/flavor}: what deployments exclude each other on, and the subject of all their events. */
    public String flavorKey() {
        return application + "/" + flavor;
    }
}
