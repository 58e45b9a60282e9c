package org.openfoodfacts.brigade.platform.testing;

import org.junit.jupiter.api.Test;

class ModuleReadmeTest {
    @Test
    void thePlatformsReadmeNamesWhatCanBeSet() {
        ModuleReadme.check("META-INF/microprofile-config.properties");
    }
}
