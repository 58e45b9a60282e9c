package org.openfoodfacts.brigade.confs.lint.snapshots;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.openfoodfacts.brigade.confs.Mutations;
import org.openfoodfacts.brigade.confs.lint.Lint;
import org.openfoodfacts.brigade.confs.source.EntryTree;

/** Whatever stands in the files: every finding is a sentence with a remedy, and no rule throws. */
class DamagedFilesTest {
    private static final String SANOID = """
            # no_sanoid_checks:tank:tank/old
            [tank/copies]
              use_template = received
              recursive = yes
            [tank/copies/web]
              autosnap = no
            [template_received]
              hourly = 36
              autosnap = no
              pruning_script = /bin/true
            """;
    private static final String PULLS = """
            # from web1
            --no-sync-snap --no-privilege-elevation --recursive backup1operator@web1:tank/web tank/copies/web
            --no-sync-snap --no-privilege-elevation backup1operator@web1:tank/wiki tank/copies/wiki
            --no-sync-snap --no-privilege-elevation backup1operator@10.1.0.9:tank tank/copies/web1-mail
            """;

    @Property(tries = 300)
    void noRuleThrows(@ForAll("sanoid") String sanoid, @ForAll("pulls") String pulls, @ForAll("sanoid") String source) {
        EntryTree tree = EntryTree.ofTexts(Map.of(
                "confs/backup1/sanoid/sanoid.conf", sanoid,
                "confs/backup1/sanoid/syncoid-args.conf", pulls,
                "confs/web1/sanoid/sanoid.conf", source,
                "confs/web1/pve/lxc_110.conf", "hostname: x\nmp0: /tank/web/images,mp=/srv\n"));

        assertThat(Lint.run(tree, LocalDate.of(2027, 1, 31))).allSatisfy(f -> {
            assertThat(f.message()).isNotBlank().doesNotEndWith(".");
            assertThat(f.remedy()).isNotBlank();
        });
    }

    @Provide
    Arbitrary<String> sanoid() {
        return Mutations.of(SANOID);
    }

    @Provide
    Arbitrary<String> pulls() {
        return Mutations.of(PULLS);
    }
}
