package org.openfoodfacts.brigade.deployer.domain;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.contracts.NodeName;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredApplication;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredFlavor;

/** Whether a fleet's applications can be taken over: each thing a deployment needs is there, each name stands once. */
public final class Applications {
    private Applications() {}

    /** The first thing that is wrong, with its place; empty when all can be taken over. */
    public static Optional<String> objection(List<DeclaredApplication> applications) {
        Set<String> names = new HashSet<>();
        return applications.stream()
                .flatMap(application -> Stream.concat(
                        Stream.of(
                                missing(application.name(), "an application has no name"),
                                twice(names, application.name(), "the application " + application.name()),
                                missing(application.repository(), application.name() + " has no repository"),
                                missing(application.user(), application.name() + " has no user"),
                                buildObjection(application)),
                        flavorObjections(application)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Stream<Optional<String>> flavorObjections(DeclaredApplication application) {
        Set<String> names = new HashSet<>();
        return application.flavors().stream().flatMap(flavor -> {
            String place = application.name() + "/" + flavor.name();
            return Stream.of(
                    missing(flavor.name(), "a flavor of " + application.name() + " has no name"),
                    twice(names, flavor.name(), "the flavor " + place),
                    missing(flavor.path(), place + " has no path"),
                    BuildRules.objection(flavor).map(why -> place + " " + why),
                    nodeObjection(flavor, place));
        });
    }

    private static Optional<String> nodeObjection(DeclaredFlavor flavor, String place) {
        return NodeName.isValid(flavor.node())
                ? Optional.empty()
                : Optional.of(place + " lies on '" + flavor.node() + "', which is no node name");
    }

    private static Optional<String> buildObjection(DeclaredApplication application) {
        return Optional.ofNullable(application.build())
                .flatMap(build -> missing(build.script(), "the build of " + application.name() + " has no script")
                        .or(() -> BuildRules.objection(build)
                                .map(why -> "the build of " + application.name() + " " + why)));
    }

    private static Optional<String> missing(String value, String otherwise) {
        return value == null || value.isBlank() ? Optional.of(otherwise) : Optional.empty();
    }

    private static Optional<String> twice(Set<String> seen, String name, String what) {
        return seen.add(name) ? Optional.empty() : Optional.of(what + " stands twice");
    }
}
