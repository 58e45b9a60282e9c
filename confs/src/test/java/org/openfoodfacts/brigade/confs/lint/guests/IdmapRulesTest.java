package org.openfoodfacts.brigade.confs.lint.guests;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IdmapRulesTest {
    private static final String FILE = "confs/h/pve/lxc_113.conf";
    private static final String RIGHT = """
            lxc.idmap: u 0 100000 65536
            lxc.idmap: g 0 100000 65536
            """;

    @Test
    void theThirdNumberIsACount() {
        String map = """
                lxc.idmap: u 0 100000 999
                lxc.idmap: g 0 100000 999
                lxc.idmap: u 1000 1000 64536
                lxc.idmap: g 1000 1000 64536
                """;

        assertThat(GuestFindings.of("idmap-hole", guest(map))).singleElement().satisfies(f -> {
            assertThat(f.place()).hasToString(FILE + ":1");
            assertThat(f.message()).startsWith("user and group id 999 of guest 113 maps to no id");
            assertThat(f.remedy()).contains("write 1000 instead of 999");
        });
    }

    @Test
    void aMapThatEndsEarlyOrBeginsLateOrLacksItsGroupsHasHoles() {
        assertThat(GuestFindings.of("idmap-hole", guest("lxc.idmap: u 1 1 65534\n")))
                .extracting(f -> f.message().substring(0, f.message().indexOf(" of guest")))
                .containsExactlyInAnyOrder("user id 0, 65535", "group id 0 to 65535");
    }

    @Test
    void aMapInAnyOrderOfLinesThatCoversAllIsSilent() {
        String map = """
                lxc.idmap: u 1001 101001 64535
                lxc.idmap: u 1000 1000 1
                lxc.idmap = u 0 100000 1000
                lxc.idmap: g 0 100000 65536
                """;

        assertThat(GuestFindings.of("idmap-hole", guest(map))).isEmpty();
        assertThat(GuestFindings.of("idmap-overlap", guest(map))).isEmpty();
    }

    @Test
    void aContainerWithoutAMapOfItsOwnIsSilent() {
        assertThat(GuestFindings.of("idmap-hole", guest("unprivileged: 1\n"))).isEmpty();
        assertThat(GuestFindings.of("idmap-hole", guest("unprivileged: 0\n"))).isEmpty();
    }

    @Test
    void mappingsThatOverlapOnTheHostAreRefusedToo() {
        String map = """
                lxc.idmap: u 0 100000 1000
                lxc.idmap: g 0 100000 65536
                lxc.idmap: u 1000 100999 64536
                """;

        assertThat(GuestFindings.of("idmap-overlap", guest(map)))
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.place()).hasToString(FILE + ":3");
                    assertThat(f.message()).contains("line 1", "on the host", "100999");
                });
    }

    @Test
    void rangesOfTheHostThatTouchCountAsOne() {
        String subids = "--- confs/h/subuid\nroot:100000:1000\n0:101000:64536\njane:165536:65536\n";

        assertThat(GuestFindings.of("idmap-not-allowed", subids + guest(RIGHT))).isEmpty();
    }

    @Test
    void rangesOfOthersDoNotCount() {
        String subids = "--- confs/h/subuid\njane:100000:65536\n--- confs/h/subgid\nroot:100000:65535\n";

        assertThat(GuestFindings.places("idmap-not-allowed", subids + guest(RIGHT)))
                .containsExactly("ERROR " + FILE + ":1", "ERROR " + FILE + ":2");
    }

    @Test
    void proxmoxsOwnMapNeedsItsRangeAndAPrivilegedContainerNone() {
        String subids = "--- confs/h/subuid\nroot:200000:65536\n";

        assertThat(GuestFindings.places("idmap-not-allowed", subids + guest("unprivileged: 1\n")))
                .containsExactly("ERROR " + FILE);
        assertThat(GuestFindings.of("idmap-not-allowed", subids + guest("hostname: x\n")))
                .isEmpty();
        assertThat(GuestFindings.of("idmap-not-allowed", guest(RIGHT))).isEmpty();
    }

    @Test
    void oneOwnersRangesMayOverlap() {
        assertThat(GuestFindings.of("subid-overlap", "--- confs/h/subgid\nroot:100000:65536\nroot:100000:131072\n"))
                .isEmpty();
        assertThat(GuestFindings.places(
                        "subid-overlap", "--- confs/h/subgid\njane:165536:65536\nroot:0:200000\nkim:231072:10\n"))
                .containsExactly("WARNING confs/h/subgid:2");
    }

    private static String guest(String lines) {
        return "--- " + FILE + "\n" + lines;
    }
}
