package org.openfoodfacts.brigade.deployer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchitectureTest {
    private static final String ROOT = "org.openfoodfacts.brigade.deployer";
    private final JavaClasses service = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void theDomainSeesNoFramework() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".domain")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.openfoodfacts.brigade.contracts..", ROOT + ".domain")
                .check(service);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rest", "messaging", "persistence"})
    void restMessagingAndPersistenceDoNotSeeEachOther(String one) {
        String[] others = Stream.of("rest", "messaging", "persistence")
                .filter(other -> !other.equals(one))
                .map(other -> ROOT + "." + other)
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(ROOT + "." + one)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .check(service);
    }
}
