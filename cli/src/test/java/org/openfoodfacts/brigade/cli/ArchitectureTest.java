package org.openfoodfacts.brigade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import org.junit.jupiter.api.Test;

/** The command line talks to services over REST, so it knows none of them. */
class ArchitectureTest {
    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new DoNotIncludeTests())
            .importPackages("org.openfoodfacts.brigade.cli");

    @Test
    void itKnowsTheSuiteTheContractsAndTheRulesAndNothingElseOfBrigade() {
        assertThat(classes).isNotEmpty();
        ArchRuleDefinition.noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.openfoodfacts.brigade.agent..",
                        "org.openfoodfacts.brigade.platform..",
                        "org.openfoodfacts.brigade.inventory..",
                        "org.openfoodfacts.brigade.zfssync..",
                        "org.openfoodfacts.brigade.proxyconfig..",
                        "org.openfoodfacts.brigade.deployer..",
                        "org.openfoodfacts.brigade.security..",
                        "io.quarkus..")
                .check(classes);
    }

    /** What measures, plays with or tells of the suite on this machine must not do so with the one that BRIGADE_URL names. */
    @Test
    void onlyCommandsThatAskTheApiFollowTheEnvironment() {
        ArchRuleDefinition.noClasses()
                .that()
                .doNotBelongToAnyOf(ApiCommand.class, ApiAccess.class)
                .should()
                .callMethod(ApiAccess.class, "client")
                .check(classes);
    }
}
