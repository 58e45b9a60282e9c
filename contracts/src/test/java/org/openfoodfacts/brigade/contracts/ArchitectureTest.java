package org.openfoodfacts.brigade.contracts;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CONTRACTS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.openfoodfacts.brigade.contracts");

    @Test
    void contractsSeeOnlyJavaAndTheirParserAndCryptography() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.openfoodfacts.brigade.contracts..",
                        "com.fasterxml.jackson..",
                        "com.google.crypto.tink..",
                        "org.bouncycastle..",
                        "com.github.f4b6a3.uuid..")
                .check(CONTRACTS);
    }

    @Test
    void messagesAreRecordsThatOnlyHoldValues() {
        classes()
                .that()
                .implement(Message.class)
                .and()
                .areNotInterfaces()
                .should()
                .beRecords()
                .check(CONTRACTS);
    }

    @Test
    void theVocabularyKnowsNothingOfSigningOrSealing() {
        classes()
                .that()
                .implement(Message.class)
                .should()
                .onlyDependOnClassesThat()
                .resideOutsideOfPackages("..signing..", "..sealing..", "..wire..")
                .check(CONTRACTS);
    }

    @Test
    void sealingAndSigningDoNotDependOnEachOther() {
        SlicesRuleDefinition.slices()
                .matching("org.openfoodfacts.brigade.contracts.(signing|sealing)..")
                .should()
                .notDependOnEachOther()
                .check(CONTRACTS);
    }
}
