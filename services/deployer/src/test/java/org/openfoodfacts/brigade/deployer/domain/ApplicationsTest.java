package org.openfoodfacts.brigade.deployer.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.openfoodfacts.brigade.contracts.BuildSample;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredApplication;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredBuild;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredFlavor;

class ApplicationsTest {
    private static final DeclaredBuild BUILD = new DeclaredBuild("build", List.of(), Duration.ofMinutes(5));
    private static final DeclaredFlavor OFF =
            new DeclaredFlavor("off", "north-off", "/srv/off", Map.of("FLAVOR", "off"));

    @Test
    void aWholeFleetCanBeTakenOver() {
        assertThat(Applications.objection(
                        List.of(application("a", BUILD, OFF), application("b", null, OFF), application("c", BUILD))))
                .isEmpty();
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                Arguments.of(List.of(application(null, BUILD, OFF)), "an application has no name"),
                Arguments.of(
                        List.of(application("a", BUILD, OFF), application("a", BUILD, OFF)),
                        "the application a stands twice"),
                Arguments.of(List.of(application("a", BUILD, OFF, OFF)), "the flavor a/off stands twice"),
                Arguments.of(
                        List.of(application("a", BUILD, new DeclaredFlavor("x", "Not a node", "/srv/x", null))),
                        "a/x lies on 'Not a node', which is no node name"),
                Arguments.of(
                        List.of(application("a", BUILD, new DeclaredFlavor("x", "n", " ", null))), "a/x has no path"),
                Arguments.of(
                        List.of(application("a", new DeclaredBuild(null, null, null), OFF)),
                        "the build of a has no script"),
                Arguments.of(
                        List.of(new DeclaredApplication("a", null, "off", BUILD, List.of(OFF))), "a has no repository"),
                Arguments.of(List.of(new DeclaredApplication("a", "r", null, BUILD, List.of(OFF))), "a has no user"));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void whatIsWrongIsNamed(List<DeclaredApplication> applications, String expected) {
        assertThat(Applications.objection(applications)).contains(expected);
    }

    /** It would refuse when the checkout has changed already. */
    @Test
    void whatNoAgentRunsCannotBeTakenOver() {
        for (BuildSample.Of of : BuildSample.Of.values()) {
            for (BuildSample sample : BuildSample.all(of)) {
                assertThat(Applications.objection(List.of(declared(sample))).isEmpty())
                        .as(sample.toString())
                        .isEqualTo(sample.fits());
            }
        }
    }

    private static DeclaredApplication declared(BuildSample sample) {
        Duration hour = Duration.ofHours(1);
        return switch (sample.of()) {
            case SCRIPT -> application("a", new DeclaredBuild(sample.text(), List.of(), hour), OFF);
            case VARIABLE ->
                application("a", BUILD, new DeclaredFlavor("off", "north-off", "/srv/off", Map.of(sample.text(), "x")));
            case TIMEOUT -> application("a", new DeclaredBuild("build", List.of(), Duration.parse(sample.text())), OFF);
        };
    }

    @Test
    void aFlavorsEnvironmentAndPathBecomePartOfTheTarget() {
        Target target = Target.of(application("a", BUILD, OFF), "off").orElseThrow();

        assertThat(target.node()).isEqualTo("north-off");
        assertThat(target.checkout().path()).isEqualTo("/srv/off");
        assertThat(target.build().environment()).containsEntry("FLAVOR", "off");
        assertThat(Target.of(application("a", BUILD, OFF), "obf")).isEmpty();
    }

    private static DeclaredApplication application(String name, DeclaredBuild build, DeclaredFlavor... flavors) {
        return new DeclaredApplication(name, "https://git.example/x.git", "off", build, List.of(flavors));
    }
}
