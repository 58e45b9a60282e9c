package org.openfoodfacts.brigade.agent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class AgentArchitectureTest {
    private final JavaClasses agent = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.openfoodfacts.brigade.agent");

    @Test
    void theAgentKnowsNoQuarkusAndNoService() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.quarkus..",
                        "io.smallrye..",
                        "io.vertx..",
                        "jakarta..",
                        "org.hibernate..",
                        "org.openfoodfacts.brigade.platform..",
                        "org.openfoodfacts.brigade.security..")
                .check(agent);
    }

    @Test
    void onlyExecStartsProcessesAndInOnePlace() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("org.openfoodfacts.brigade.agent.exec.Preparation")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.ProcessBuilder")
                .orShould()
                .callMethod(Runtime.class, "exec", String[].class)
                .check(agent);
    }

    @Test
    void onlyTheBusKnowsKafka() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..agent.bus..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka..")
                .check(agent);
    }

    @Test
    void nothingListens() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.net.ServerSocket")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.nio.channels.ServerSocketChannel")
                .check(agent);
    }
}
