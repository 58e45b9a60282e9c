package org.openfoodfacts.brigade.confs.lint.guests;

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

class DamagedRepositoryTest {
    private static final String GUEST = """
            hostname: shop
            mp0: /tank/shop/images,mp=/mnt/shop/images
            mp1: /tank/shop,mp=/mnt/shop
            net0: name=eth0,bridge=vmbr1,tag=7,gw=10.9.1.1,hwaddr=02:00:5E:00:00:01,ip=10.9.0.113/24
            net1: name=eth1,bridge=vmbr0,gw=192.0.2.1,ip=192.0.2.7/27
            lxc.idmap: u 0 100000 999
            lxc.idmap: u 1000 1000 64536
            """;
    private static final String OTHERS = """
            root:100000:65536
            jane:100000:65536
            [tank/shop]
            recursive = no
            # no_sanoid_checks:tank/shop:
            | id | name | host | ip |
            |----|------|------|----|
            | 113 | shop | h | 10.9.0.114 |
            See [it](../x%2.md) of shop (10.9.0.115).
            """;

    @Property(tries = 500)
    void everyFindingOfADamagedRepositoryHasItsPlaceAndItsRemedy(
            @ForAll("guests") String guest, @ForAll("others") String others) {
        EntryTree tree = EntryTree.ofTexts(Map.of(
                "confs/h/pve/lxc_113.conf", guest,
                "confs/h/pve/lxc_114.conf", GUEST,
                "confs/h/subuid", others,
                "confs/h/subgid", others,
                "confs/h/sanoid/sanoid.conf", others,
                "confs/h/sysctl.d/x.conf", others,
                "confs/h/modprobe.d/x.conf", others,
                "docs/guests.md", others));

        assertThat(Lint.run(tree, LocalDate.of(2027, 1, 31))).isNotEmpty().allSatisfy(finding -> {
            assertThat(finding.place().file()).isNotEmpty();
            assertThat(finding.message()).isNotBlank();
            assertThat(finding.remedy()).isNotBlank();
        });
    }

    @Provide
    Arbitrary<String> guests() {
        return Mutations.of(GUEST);
    }

    @Provide
    Arbitrary<String> others() {
        return Mutations.of(OTHERS);
    }
}
