package org.openfoodfacts.brigade.inventory;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.platform.testing.BusAndDatabase;
import org.openfoodfacts.brigade.platform.testing.OpenApiDocument;

@ExtendWith(RequiresDocker.class)
@QuarkusTest
@QuarkusTestResource(BusAndDatabase.class)
@QuarkusTestResource(TestRepository.class)
class OpenApiIT {

    @Test
    void theCommittedDocumentIsThatOfTheService() {
        OpenApiDocument.check("inventory");
    }
}
