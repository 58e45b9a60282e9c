package org.openfoodfacts.brigade.platform.testing;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.Arrays;
import java.util.List;

/** The rules every service keeps: a pure domain, edges that do not see each other, constructor injection, names that say something. */
public final class ServiceArchitecture {
    private static final String BRIGADE = "org.openfoodfacts.brigade.";

    private final String service;
    private final JavaClasses classes;

    private ServiceArchitecture(String service) {
        this.service = service;
        this.classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(service);
    }

    /** Checks the service whose root package is given; throws AssertionError that lists every violation of the first rule broken. */
    public static void check(String rootPackage) {
        ServiceArchitecture architecture = new ServiceArchitecture(rootPackage);
        if (architecture.classes.isEmpty()) {
            throw new AssertionError("there are no classes in " + rootPackage);
        }
        architecture.rules().forEach(rule -> rule.allowEmptyShould(true).check(architecture.classes));
    }

    private List<ArchRule> rules() {
        return List.of(
                domainIsPure(),
                edgesDoNotSeeEachOther("rest", "messaging"),
                edgesDoNotSeeEachOther("messaging", "rest", "persistence"),
                edgesDoNotSeeEachOther("persistence", "rest", "messaging"),
                noServiceSeesAnother(),
                nothingIsInjectedIntoFields(),
                namesSaySomething(),
                edgesAreNamedForWhatTheyAre("rest", "(Resource|View|Request|Answer|Mapper|Filter)s?$"),
                edgesAreNamedForWhatTheyAre("persistence", "(Entity|Store|Key|Rows)$"),
                domainHasNoCycles());
    }

    private ArchRule domainIsPure() {
        return classes()
                .that()
                .resideInAPackage(service + ".domain..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java.lang..",
                        "java.math..",
                        "java.net..",
                        "java.nio.charset..",
                        "java.security..",
                        "java.text..",
                        "java.time..",
                        "java.util..",
                        service + ".domain..",
                        BRIGADE + "contracts..",
                        BRIGADE + "confs..");
    }

    private ArchRule edgesDoNotSeeEachOther(String edge, String... others) {
        String[] packages =
                Arrays.stream(others).map(other -> service + "." + other + "..").toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(service + "." + edge + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages);
    }

    private ArchRule noServiceSeesAnother() {
        return noClasses()
                .should()
                .dependOnClassesThat(resideInAPackage("org.openfoodfacts.brigade..")
                        .and(resideOutsideOfPackages(
                                service + "..", BRIGADE + "contracts..", BRIGADE + "confs..", BRIGADE + "platform..")));
    }

    private static ArchRule nothingIsInjectedIntoFields() {
        return fields().should()
                .notBeAnnotatedWith("jakarta.inject.Inject")
                .because("constructors show what a class needs");
    }

    private static ArchRule namesSaySomething() {
        return classes().should().haveNameNotMatching(".*(Manager|Helper|Utils?|Impl|Abstract\\w*|Base)$");
    }

    private ArchRule edgesAreNamedForWhatTheyAre(String edge, String endings) {
        return classes()
                .that()
                .resideInAPackage(service + "." + edge)
                .and()
                .areTopLevelClasses()
                .should()
                .haveNameMatching(".*" + endings);
    }

    private ArchRule domainHasNoCycles() {
        return SlicesRuleDefinition.slices()
                .matching(service + ".domain.(*)..")
                .should()
                .beFreeOfCycles();
    }
}
