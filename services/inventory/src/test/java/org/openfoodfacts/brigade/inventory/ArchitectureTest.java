package org.openfoodfacts.brigade.inventory;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final String ROOT = "org.openfoodfacts.brigade.inventory";
    private final JavaClasses inventory = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void theDomainSeesNoFramework() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".domain")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        ROOT + ".domain",
                        "org.openfoodfacts.brigade.contracts..",
                        "org.openfoodfacts.brigade.confs..")
                .check(inventory);
    }

    @Test
    void restAndMessagingDoNotSeeEachOtherAndStoresSeeNeither() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".rest")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".messaging")
                .check(inventory);
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".messaging")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".rest")
                .check(inventory);
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".persistence")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + ".rest", ROOT + ".messaging")
                .check(inventory);
    }
}
