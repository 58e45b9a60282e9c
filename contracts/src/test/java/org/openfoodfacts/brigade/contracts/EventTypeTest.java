package org.openfoodfacts.brigade.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EventTypeTest {

    @ParameterizedTest
    @EnumSource(EventType.class)
    void idsHaveTheOneForm(EventType type) {
        assertThat(type.id()).matches("org\\.openfoodfacts\\.brigade\\.[a-z-]+\\.[a-z-]+\\.v[1-9][0-9]*");
        assertThat(EventType.byId(type.id())).contains(type);
    }

    @Test
    void everyMessageClassHasExactlyOneType() {
        Set<Class<?>> concrete = new HashSet<>();
        Stream.of(
                        org.openfoodfacts.brigade.contracts.facts.Fact.class,
                        org.openfoodfacts.brigade.contracts.orders.Order.class,
                        org.openfoodfacts.brigade.contracts.commands.Command.class,
                        org.openfoodfacts.brigade.contracts.reports.Report.class,
                        org.openfoodfacts.brigade.contracts.events.Event.class,
                        org.openfoodfacts.brigade.contracts.requests.Request.class,
                        org.openfoodfacts.brigade.contracts.state.State.class)
                .forEach(family -> addConcrete(family, concrete));

        assertThat(Arrays.stream(EventType.values()).map(EventType::messageClass))
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(concrete.stream()
                        .<Class<? extends Message>>map(c -> c.asSubclass(Message.class))
                        .toList());
    }

    @Test
    void onlyStateMayBeDeletedByATombstone() {
        assertThat(EventType.PRESENCE.isState()).isTrue();
        assertThat(EventType.ENFORCE_BANS.isState()).isTrue();
        assertThat(EventType.NODE_IDENTITY.isState()).isTrue();
        assertThat(EventType.TAKE_SNAPSHOT.isState()).isFalse();
        assertThat(EventType.COMMAND_DONE.isState()).isFalse();
        assertThat(EventType.BAN_ADDED.isState()).isFalse();
        assertThat(EventType.DEPLOY_REQUESTED.isState()).isFalse();
    }

    @Test
    void theKindIsTheNameWithoutAreaAndVersion() {
        assertThat(EventType.ENFORCE_BANS.kind()).isEqualTo("enforce-bans");
    }

    @Test
    void aServiceMaySendOnlyItsOwnTypes() {
        assertThat(EventType.TAKE_SNAPSHOT.sender().allowsService("zfs-sync")).isTrue();
        assertThat(EventType.TAKE_SNAPSHOT.sender().allowsService("deployer")).isFalse();
        assertThat(EventType.CANCEL_COMMAND.sender().allowsService("deployer")).isTrue();
        assertThat(EventType.CANCEL_COMMAND.sender().allowsService("journal")).isFalse();
        assertThat(EventType.PRESENCE.sender().allowsService("inventory")).isFalse();
    }

    private static void addConcrete(Class<?> family, Set<Class<?>> into) {
        if (family.isSealed()) {
            Arrays.stream(family.getPermittedSubclasses()).forEach(sub -> addConcrete(sub, into));
        } else {
            into.add(family);
        }
    }
}
