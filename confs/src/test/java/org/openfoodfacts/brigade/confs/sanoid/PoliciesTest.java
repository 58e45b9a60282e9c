package org.openfoodfacts.brigade.confs.sanoid;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The expectations are what sanoid 2.1.0's own {@code init} made of the same files. */
class PoliciesTest {
    @Test
    void anUnknownTemplateLeavesTheDefaults() {
        Policy policy = policy("[a]\nuse_template=nope\n", "a");

        assertThat(policy.takesSnapshots()).isTrue();
        assertThat(policy.prunes()).isTrue();
        assertThat(policy.count("hourly")).isEqualTo(48);
        assertThat(policy.count("daily")).isEqualTo(90);
    }

    @Test
    void aRecursiveParentThatStandsLaterOverwritesItsChild() {
        String parent = "[a]\nrecursive=yes\nhourly=1\n";
        String child = "[a/b]\nhourly=7\nuse_template=x\n";
        String template = "[template_x]\nautosnap=no\n";

        Policy before = policy(child + parent + template, "a/b");
        assertThat(before.takesSnapshots()).isTrue();
        assertThat(before.count("hourly")).isEqualTo(1);
        Policy after = policy(parent + child + template, "a/b");
        assertThat(after.takesSnapshots()).isFalse();
        assertThat(after.count("hourly")).isEqualTo(7);
    }

    @Test
    void aChildKeepsOfItsParentWhatItDoesNotSetItself() {
        Policy child = policy("[a]\nrecursive=yes\nhourly=1\n[a/b]\ndaily=2\n", "a/b");

        assertThat(child.count("hourly")).isEqualTo(1);
        assertThat(child.count("daily")).isEqualTo(2);
    }

    @Test
    void anythingButAWordForNoCountsAsYes() {
        assertThat(policy("[a]\nautosnap = no \n", "a").takesSnapshots()).isTrue();
        assertThat(policy("[a]\nautosnap=no # not here\n", "a").takesSnapshots())
                .isTrue();
        assertThat(policy("[a]\nautosnap=no\nautosnap=no\n", "a").takesSnapshots())
                .isTrue();
        assertThat(policy("[a]\nautosnap = OFF\n", "a").takesSnapshots()).isFalse();
        assertThat(policy("[a]\nautosnap =\n", "a").takesSnapshots()).isFalse();
    }

    @Test
    void recursionNeedsItsWordAlone() {
        assertThat(new Policies(file("[a]\nrecursive=yes \n")).of("a/b")).isEmpty();
        assertThat(new Policies(file("[a]\nrecursive=no\n")).of("a/b")).isEmpty();
        assertThat(new Policies(file("[a]\nrecursive=yes\n")).of("a/b")).isPresent();
        assertThat(new Policies(file("[a]\nrecursive=yes\n")).of("ab")).isEmpty();
    }

    @Test
    void childrenOnlyIsNotInheritedByChildren() {
        String text = "[a]\nrecursive=yes\nprocess_children_only=yes\n";

        assertThat(policy(text, "a").prunes()).isFalse();
        assertThat(policy(text, "a/b").prunes()).isTrue();
    }

    @Test
    void belowARecursionOfZfsTheParentsSnapshotsAreTaken() {
        String text = "[a]\nrecursive=zfs\n[a/c]\nautosnap=yes\n[a/d]\nautosnap=no\n";

        assertThat(policy(text, "a/b").isOn("autosnap")).isFalse();
        assertThat(policy(text, "a/b").takesSnapshots()).isTrue();
        assertThat(policy(text, "a/c").isOn("autosnap")).isFalse();
        assertThat(policy(text, "a/d/e").takesSnapshots()).isTrue();
    }

    @Test
    void skippedChildrenHaveNone() {
        assertThat(new Policies(file("[a]\nrecursive=yes\n[a/b]\nskip_children=yes\n")).of("a/b/c"))
                .isEmpty();
    }

    @Test
    void onlyTheRootOfARecursionByZfsTakesRecursively() {
        String conf = "[a]\nrecursive=ZFS\n[b]\nrecursive=yes\n";
        assertThat(policy(conf, "a").takesRecursively()).isTrue();
        assertThat(policy(conf, "a/c").takesRecursively()).isFalse();
        assertThat(policy(conf, "b").takesRecursively()).isFalse();
    }

    @Test
    void theOldestSnapshotsSayHowLongAnOutageMayLast() {
        assertThat(policy("[a]\nhourly=36\ndaily=1\nmonthly=0\n", "a").keepsHours())
                .isEqualTo(36);
        assertThat(policy("[a]\nautoprune=no\n", "a").keepsHours()).isInfinite();
        assertThat(policy("[a]\nhourly=\"48\"\ndaily=two\nmonthly=0\n", "a").keepsHours())
                .isZero();
    }

    @Test
    void forManyNestedSectionsItDoesNotTakeForever() {
        StringBuilder text = new StringBuilder();
        StringBuilder dataset = new StringBuilder("a");
        for (int i = 0; i < 300; i++) {
            dataset.append("/a");
            text.append('[')
                    .append(dataset)
                    .append("]\nrecursive=yes\nhourly=")
                    .append(i)
                    .append('\n');
        }

        assertThat(policy(text.toString(), dataset + "/b").count("hourly")).isEqualTo(299);
    }

    private static Policy policy(String text, String dataset) {
        return new Policies(file(text)).of(dataset).orElseThrow();
    }

    private static SanoidFile file(String text) {
        return SanoidParser.parse("confs/n1/sanoid/sanoid.conf", text).value();
    }
}
