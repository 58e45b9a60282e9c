package org.openfoodfacts.brigade.confs.lint.guests;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MountRulesTest {
    private static final String FILE = "confs/h/pve/lxc_113.conf";

    @Test
    void theNumbersDecideAndNotTheLines() {
        assertThat(GuestFindings.of("mount-hidden", guest("""
                        mp10: /tank/shop/images,mp=/mnt/shop/images
                        mp2: /tank/shop,mp=/mnt/shop
                        """))).isEmpty();
        assertThat(GuestFindings.places("mount-hidden", guest("""
                        mp10: /tank/shop,mp=/mnt/shop/
                        mp2: /tank/shop/images,mp=/mnt/shop//images
                        """))).containsExactly("ERROR " + FILE + ":1");
    }

    @Test
    void theSamePathTwiceHidesTheFirst() {
        assertThat(GuestFindings.of("mount-hidden", guest("""
                        mp0: /tank/a,mp=/mnt/a
                        mp1: /tank/b,mp=/mnt/a/
                        """)))
                .singleElement()
                .satisfies(
                        f -> assertThat(f.message())
                                .isEqualTo(
                                        "mp1 is mounted at the path of mp0 of line 1 and hides it, so guest 113 does not see /tank/a"));
    }

    @Test
    void aPathThatOnlyBeginsWithTheSameLettersIsAnother() {
        assertThat(GuestFindings.of("mount-hidden", guest("""
                        rootfs: local:113/disk.raw,size=8G
                        mp0: /tank/shop-pro,mp=/mnt/shop-pro
                        mp1: /tank/shop,mp=/mnt/shop
                        unused0: local:113/old.raw
                        """))).isEmpty();
    }

    @Test
    void aRecursivePolicyOfTheDatasetAboveCovers() {
        String policies = """
                --- confs/h/sanoid/sanoid.conf
                [tank]
                use_template=data
                recursive=no
                [tank/shop]
                use_template=all
                [template_all]
                recursive=yes
                [tank/other]
                recursive=no
                """;

        assertThat(GuestFindings.places("mount-without-policy", policies + guest("""
                        mp0: /tank/shop/images/,mp=/a
                        mp1: /tank/shops,mp=/b
                        mp2: /tank/other/folder,mp=/c
                        mp3: /srv/files,mp=/d
                        mp4: tank:subvol-113-disk-1,mp=/e
                        mp5: /tank/cache,mp=/f
                        """)))
                .containsExactly("WARNING " + FILE + ":2");
    }

    @Test
    void withoutAPolicyFileNothingIsKnown() {
        assertThat(GuestFindings.of("mount-without-policy", guest("mp0: /tank/shop,mp=/a\n")))
                .isEmpty();
    }

    private static String guest(String lines) {
        return "--- " + FILE + "\n" + lines;
    }
}
