package org.openfoodfacts.brigade.proxyconfig;

import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.platform.testing.ModuleReadme;
import org.openfoodfacts.brigade.platform.testing.ServiceArchitecture;

class ArchitectureTest {

    @Test
    void theServiceKeepsTheRulesOfAllServices() {
        ServiceArchitecture.check("org.openfoodfacts.brigade.proxyconfig");
    }

    @Test
    void theReadmeNamesWhatCanBeSet() {
        ModuleReadme.check("application.properties");
    }
}
