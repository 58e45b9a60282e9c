package org.openfoodfacts.brigade.zfssync;

import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.platform.testing.ModuleReadme;
import org.openfoodfacts.brigade.platform.testing.ServiceArchitecture;

class ArchitectureTest {

    @Test
    void theServiceKeepsTheRulesOfAllServices() {
        ServiceArchitecture.check("org.openfoodfacts.brigade.zfssync");
    }

    @Test
    void theReadmeNamesWhatCanBeSet() {
        ModuleReadme.check("application.properties");
    }
}
