package org.openfoodfacts.brigade.confs.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.confs.source.EntryTree;

class AllowancesTest {
    private static final LocalDate TODAY = LocalDate.of(2027, 1, 31);
    private static final String WRONG = "onboot = 1\n";

    @Test
    void anAllowanceSilencesTheNextLineThatIsNoCommentUntilItsLastDay() {
        String file = "memory: 512\n# brigade: allow syntax until 2027-01-31: a test\n# more of it\n\n" + WRONG;

        assertThat(rules(file, TODAY)).isEmpty();
        assertThat(rules(file, TODAY.plusDays(1))).containsExactlyInAnyOrder("syntax:5", "allowance-expired:2");
    }

    @Test
    void itSilencesItsRuleAndItsLineOnly() {
        assertThat(rules("# brigade: allow link-broken until 2028-01-01: other\n" + WRONG, TODAY))
                .containsExactlyInAnyOrder("syntax:2", "allowance-unused:1");
        assertThat(rules("# brigade: allow syntax until 2028-01-01: too far\nmemory: 512\n" + WRONG, TODAY))
                .containsExactlyInAnyOrder("syntax:3", "allowance-unused:1");
    }

    @Test
    void withoutRuleEndOrReasonItSilencesNothing() {
        for (String half : new String[] {
            "", "syntax", "syntax: for now", "syntax until tomorrow: soon", "syntax until 2027-02-30: no such day"
        }) {
            assertThat(rules("# brigade: allow " + half + "\n" + WRONG, TODAY))
                    .as(half)
                    .containsExactlyInAnyOrder("syntax:2", "allowance-incomplete:1");
        }
    }

    @Test
    void aMistypedRuleIsSaidWithTheOneThatWasMeant() {
        assertThat(Lint.run(tree("# brigade: allow sintax until 2028-01-01: x\n" + WRONG), TODAY))
                .filteredOn(f -> f.rule().equals("allowance-unknown-rule"))
                .singleElement()
                .satisfies(f -> assertThat(f.remedy()).isEqualTo("did you mean 'syntax'?"));
    }

    @Test
    void whatManyMachinesLinkToIsFoundOnceWithAllOfThem() {
        String files = """
                --- confs/common/pve/lxc_101.conf
                onboot = 1
                --- confs/a/pve -> ../common/pve
                --- confs/b/pve -> ../common/pve
                """;

        assertThat(Lint.run(Example.tree(files), TODAY)).singleElement().satisfies(f -> {
            assertThat(f.machines()).containsExactly("a", "b", "common");
            assertThat(f.place()).hasToString("confs/common/pve/lxc_101.conf:1");
        });
    }

    private static List<String> rules(String file, LocalDate today) {
        return Lint.run(tree(file), today).stream()
                .map(f -> f.rule() + ":" + f.place().line())
                .toList();
    }

    private static EntryTree tree(String file) {
        return Example.tree("--- confs/host1/pve/lxc_101.conf\n" + file);
    }
}
