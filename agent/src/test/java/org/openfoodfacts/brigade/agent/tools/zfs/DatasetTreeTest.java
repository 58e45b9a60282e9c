package org.openfoodfacts.brigade.agent.tools.zfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.contracts.commands.DestroyDataset;
import org.openfoodfacts.brigade.contracts.commands.DestroyDataset.Below;

class DatasetTreeTest {
    private static final String TOP = "tank/a\t1\t300\t-\t-\tfilesystem\tyes\t/tank/a";
    private static final String SNAPSHOT = "tank/a@s\t2\t100\t0\t\tsnapshot\t-\t-";
    private static final String VOLUME = "tank/a/v\t3\t200\t-\t-\tvolume\t-\t-";

    @Test
    void aListingIsReadWithWhatIsMountedAndWhatIsAVolume() {
        DatasetTree tree = tree(TOP, SNAPSHOT, VOLUME);

        assertThat(tree.names()).containsExactly("tank/a", "tank/a/v");
        assertThat(tree.mounted()).extracting(DatasetTree.Node::mountpoint).containsExactly("/tank/a");
        assertThat(tree.datasets()).extracting(DatasetTree.Node::isVolume).containsExactly(false, true);
        assertThat(tree.destroyed("old").usedBytes()).isEqualTo(300);
        assertThat(objection(tree)).isEmpty();
    }

    @Test
    void anotherChildOfTheSameNameWasNotSpokenOf() {
        assertThat(objection(tree(TOP, VOLUME.replace("\t3\t", "\t4\t"))))
                .contains("tank/a/v with the guid 4 lies below, too");
    }

    @Test
    void whatIsMountedByHandIsForWhoeverMountedIt() {
        assertThat(objection(tree("tank/a\t1\t300\t-\t-\tfilesystem\tyes\tlegacy", VOLUME)))
                .contains("tank/a is mounted by hand (mountpoint=legacy)");
    }

    @Test
    void whatIsGoneAfterAFailureIsNamed() {
        DatasetTree tree = tree(TOP, SNAPSHOT, VOLUME);

        assertThat(tree.goneSince(tree)).isEmpty();
        assertThat(tree.goneSince(tree(TOP))).isEqualTo("gone are tank/a/v; 1 snapshot");
        assertThat(tree.goneSince(tree(TOP, VOLUME))).isEqualTo("gone are 1 snapshot");
        String[] many = Stream.concat(
                        Stream.of(TOP),
                        IntStream.range(10, 22).mapToObj(i -> VOLUME.replace("tank/a/v", "tank/a/v" + i)))
                .toArray(String[]::new);
        assertThat(tree(many).goneSince(tree(TOP)))
                .startsWith("gone are tank/a/v10, tank/a/v11, ")
                .endsWith("tank/a/v19 and 2 more; 0 snapshots");
    }

    private static Optional<String> objection(DatasetTree tree) {
        return tree.objection(new DestroyDataset("tank/a", "1", List.of(new Below("tank/a/v", "3")), "old"));
    }

    private static DatasetTree tree(String... lines) {
        return DatasetTree.of(List.of(lines));
    }
}
