package org.openfoodfacts.brigade.zfssync.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.contracts.EventType;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots.SnapshotRef;

class DeedTest {
    private static final SnapshotRef POINT = new SnapshotRef("daily", "7");
    private static final List<Deed> ONE_OF_EACH = List.of(
            new Deed.RollBack("t/a", POINT, List.of(), 0),
            new Deed.Destroy("t/a", List.of(POINT)),
            new Deed.Rename("t/a", "7", "t/b", List.of()));

    @Test
    void theKindsAreThoseOfAllDeeds() {
        assertThat(ONE_OF_EACH)
                .<Object>extracting(Deed::getClass)
                .as("this test knows them all")
                .containsExactlyInAnyOrder((Object[]) Deed.class.getPermittedSubclasses());
        assertThat(ONE_OF_EACH)
                .extracting(deed -> EventType.of(deed.command()))
                .containsExactlyInAnyOrderElementsOf(Deed.KINDS);
    }
}
