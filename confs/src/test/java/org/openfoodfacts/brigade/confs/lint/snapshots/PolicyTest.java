package org.openfoodfacts.brigade.confs.lint.snapshots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openfoodfacts.brigade.confs.lint.snapshots.Found.inPolicy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyTest {
    @Test
    void aToggleThatMeansTheOppositeIsFound() {
        for (String line : List.of(
                "autosnap=no ",
                "autoprune = No # x",
                "process_children_only=\"no\"",
                "recursive=yes\t",
                "recursive=Y",
                "autosnap=nO")) {
            assertThat(inPolicy("policy-toggle", "[a]\n" + line + "\n"))
                    .as(line)
                    .containsExactly("error:2");
        }
        assertThat(inPolicy("policy-toggle", "[a]\n[template_x]\nautosnap=no \n"))
                .containsExactly("warning:3");
        assertThat(inPolicy("policy-toggle", "[a]\nautosnap=maybe\n")).containsExactly("warning:2");
    }

    @Test
    void aToggleThatDoesWhatItSaysIsRight() {
        for (String line : List.of(
                "autosnap=no",
                "autosnap = OFF",
                "autosnap=yes ",
                "recursive=zfs",
                "recursive=ZFS ",
                "recursive=no ",
                "autosnap=",
                "monitor=1")) {
            assertThat(inPolicy("policy-toggle", "[a]\n" + line + "\n"))
                    .as(line)
                    .isEmpty();
        }
    }

    @Test
    void aNumberThatIsNoneOrOutOfRangeIsFound() {
        for (String line : List.of(
                "hourly=\"36\"",
                "daily=",
                "weekly=-1",
                "hourly_min=60",
                "daily_hour=24",
                "monthly_mday=0",
                "yearly_mon=13")) {
            assertThat(inPolicy("policy-number", "[a]\n" + line + "\n"))
                    .as(line)
                    .containsExactly("error:2");
        }
        assertThat(inPolicy("policy-number", "[a]\nfrequent_period=0\n")).containsExactly("warning:2");
        assertThat(inPolicy("policy-number", "[a]\nmonthly_mday=31\n")).containsExactly("warning:2");
    }

    @Test
    void aNumberThatPerlReadsIsRight() {
        for (String line : List.of(
                "hourly=36 ",
                "hourly=36 # hours",
                "frequent_period=60",
                "daily=0",
                "monthly_warn=32d",
                "monthly_mday=28",
                "daily_hour=23")) {
            assertThat(inPolicy("policy-number", "[a]\n" + line + "\n"))
                    .as(line)
                    .isEmpty();
        }
    }

    @Test
    void templatesAreFoundByTheirNames() {
        assertThat(inPolicy("policy-unknown-template", "[a]\nuse_template=x,y\n[template_x]\n"))
                .containsExactly("error:2");
        assertThat(inPolicy("policy-unknown-template", "[a]\nuse_template=x\nuse_template=x\n[template_x]\n"))
                .as("a key that stands twice is an error of the file")
                .isEmpty();
        assertThat(inPolicy("policy-unknown-template", "[a]\nuse_template=template_x\n[template_x]\n"))
                .containsExactly("error:2");
        assertThat(inPolicy(
                        "policy-unknown-template", "[a]\nuse_template = x , default,y \n[template_x]\n[template_y]\n"))
                .isEmpty();
        assertThat(inPolicy("policy-unused-template", "[a]\n[template_default]\nhourly=1\n[template_x]\n"))
                .containsExactly("note:4");
        assertThat(inPolicy("policy-ignored-key", "[a]\nuse_template=x\n[template_x]\nuse_template=y\n[template_y]\n"))
                .containsExactly("warning:4");
    }

    @Test
    void aChildIsUndoneOnlyByWhatStandsAfterIt() {
        assertThat(inPolicy("policy-undone", "[a/b]\nhourly=1\n[a]\nrecursive=yes\n"))
                .containsExactly("warning:1");
        assertThat(inPolicy("policy-undone", "[a]\nrecursive=yes\n[a/b]\nhourly=1\n"))
                .isEmpty();
        assertThat(inPolicy("policy-undone", "[a/b]\nhourly=1\n[a]\nrecursive=no\n"))
                .isEmpty();
        assertThat(inPolicy(
                        "policy-undone", "[a/b]\nuse_template=x\n[a]\nrecursive=yes\nuse_template=x\n[template_x]\n"))
                .isEmpty();
    }

    @Test
    void aHookIsFoundWhenNoPolicyThatHasItCanRunIt() {
        String hook = "post_snapshot_script=/bin/x\n";

        assertThat(inPolicy("policy-hook-idle", "[a]\nautosnap=no\n" + hook)).containsExactly("warning:3");
        assertThat(inPolicy("policy-hook-idle", "[a]\nautoprune=no\npruning_script=/bin/x\n"))
                .containsExactly("warning:3");
        assertThat(inPolicy("policy-hook-idle", "[a]\n" + hook)).isEmpty();
        assertThat(inPolicy("policy-hook-idle", "[a]\nautosnap=no\npruning_script=/bin/x\n"))
                .isEmpty();
        assertThat(inPolicy(
                        "policy-hook-idle",
                        "[a]\nuse_template=x\n[b]\nuse_template=x\nautosnap=no\n[template_x]\n" + hook))
                .isEmpty();
        assertThat(inPolicy("policy-hook-idle", "[a]\nrecursive=yes\nprocess_children_only=yes\n" + hook))
                .isEmpty();
        assertThat(inPolicy("policy-hook-idle", "[a]\nrecursive=zfs\n" + hook)).isEmpty();
    }

    @Test
    void aPolicyThatIsOnlyHalfIsFound() {
        assertThat(inPolicy("policy-half", "[a]\nprocess_children_only=yes\n")).containsExactly("warning:1");
        assertThat(inPolicy("policy-half", "[a]\nautoprune=no\n")).containsExactly("warning:1");
        assertThat(inPolicy("policy-half", "[a]\nautosnap=no\nautoprune=no\n")).isEmpty();
        assertThat(inPolicy("policy-half", "[a]\nrecursive=yes\n[a/b]\nprocess_children_only=yes\n"))
                .isEmpty();
    }

    @Test
    void namesThatZfsRefusesAreFound() {
        for (String name : List.of("/a", "a/", "a//b", "a\"b", "a@b", "a\u00a0b")) {
            assertThat(inPolicy("dataset-name", "[" + name + "]\n")).as(name).containsExactly("error:1");
        }
        assertThat(inPolicy("dataset-name", "[ a/b-c_d.e:f ]\n[a/b c]\n[template_x]\n"))
                .isEmpty();
        assertThat(inPolicy("dataset-name", "# no_sanoid_checks:a,b\n[a]\n")).containsExactly("warning:1");
    }

    @Test
    void exceptionsFromTheChecksAreForWhatHasNoPolicy() {
        assertThat(inPolicy("policy-and-excluded", "# no_sanoid_checks:a\n[a]\n"))
                .containsExactly("warning:1");
        assertThat(inPolicy(
                        "policy-and-excluded", "# no_sanoid_checks:a\n[a]\nrecursive=yes\nprocess_children_only=yes\n"))
                .isEmpty();
        assertThat(inPolicy("policy-and-excluded", "# no_sanoid_checks:a/b\n[a]\nrecursive=yes\nautosnap=no\n"))
                .isEmpty();
        assertThat(inPolicy("policy-nor-excluded", "# no_sanoid_checks:x\n[a/b/c]\n"))
                .containsExactly("note:2", "note:2");
        assertThat(inPolicy("policy-nor-excluded", "[a/b]\n")).isEmpty();
        assertThat(inPolicy("policy-nor-excluded", "# no_sanoid_checks:a\n[a/b]\n"))
                .isEmpty();
    }
}
