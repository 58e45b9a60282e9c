package org.openfoodfacts.brigade.zfssync.domain;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;

class DatasetNameTest {

    @Property
    void everyLegalCharacterMayStandInAComponent(
            @ForAll
                    @CharRange(from = 'a', to = 'z')
                    @CharRange(from = 'A', to = 'Z')
                    @CharRange(from = '0', to = '9')
                    @Chars({'_', '-', ':', ' '})
                    @StringLength(min = 1, max = 60)
                    String component) {
        assertThat(DatasetName.objection("zfs-hdd/" + component)).isEmpty();
    }

    @Property
    void whatCouldEndADatasetsNameOrBecomeAnOptionIsRefused(@ForAll("bad") String bad, @ForAll boolean inPool) {
        assertThat(DatasetName.objection(inPool ? "a" + bad + "b" : "tank/a" + bad))
                .isPresent();
        assertThat(DatasetName.objection("-r/a")).isPresent();
    }

    @Provide
    Arbitrary<String> bad() {
        return Arbitraries.of("@", "#", "%", "\n", "\"", "$", ";", "é", "\u0000");
    }

    @Example
    void emptyAndRelativeComponentsAndReservedPoolsAreRefused() {
        for (String bad : new String[] {
            "", "/tank", "tank/", "tank//a", "tank/.", "tank/../b", "mirror1", "raidz", "c0d1", "1tank", "spare"
        }) {
            assertThat(DatasetName.objection(bad)).as(bad).isPresent();
        }
    }

    @Example
    void roomIsLeftForTheSnapshotsName() {
        int longest = DatasetName.LONGEST - 1 - SnapshotName.LENGTH;
        assertThat(DatasetName.objection("t".repeat(longest))).isEmpty();
        assertThat(DatasetName.objection("t".repeat(longest + 1)))
                .get()
                .asString()
                .contains("too long");
    }
}
