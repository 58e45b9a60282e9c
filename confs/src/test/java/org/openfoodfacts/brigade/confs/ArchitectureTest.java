package org.openfoodfacts.brigade.confs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private final JavaClasses confs = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.openfoodfacts.brigade.confs");

    @Test
    void confsSeesOnlyJavaAndItsParser() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.yaml.snakeyaml..", "org.openfoodfacts.brigade.confs..")
                .check(confs);
    }

    @Test
    void nothingIsExecutedAndNothingIsAskedOfTheNetwork() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.lang\\.Process.*|java\\.lang\\.Runtime|java\\.net\\..*")
                .check(confs);
    }
}
