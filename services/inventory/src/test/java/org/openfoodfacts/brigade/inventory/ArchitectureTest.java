package org.openfoodfacts.brigade.inventory;

import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.platform.testing.ModuleReadme;
import org.openfoodfacts.brigade.platform.testing.ServiceArchitecture;

class ArchitectureTest {

    @Test
    void theServiceKeepsTheRulesOfAllServices() {
        ServiceArchitecture.check("org.openfoodfacts.brigade.inventory");
    }

    @Test
    void theReadmeNamesWhatCanBeSet() {
        ModuleReadme.check("application.properties");
    }
}
