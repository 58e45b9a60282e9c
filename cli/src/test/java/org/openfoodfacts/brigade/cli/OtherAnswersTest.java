package org.openfoodfacts.brigade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JSON that is not what was asked for, as something else answers it than Brigade: nothing was done, so nothing is waited for or called done. */
@Timeout(120)
class OtherAnswersTest extends AtPlayedSuite {
    @ParameterizedTest
    @CsvSource({
        "zfs destroy n1 tank --reason x, POST zfs-sync/datasets/n1/tank/destroy, no 'commandId'",
        "zfs rename n1 tank/a tank/b, POST zfs-sync/datasets/n1/tank/a/rename, no 'commandId'",
        "zfs snapshot n1 tank --reason x, POST zfs-sync/snapshots, no 'state'",
        "zfs sync n1 tank, POST zfs-sync/transfers, no 'items'",
        "zfs sync n1 tank --no-wait, POST zfs-sync/transfers, no 'items'",
        "zfs clones --refresh staging, POST zfs-sync/clones/staging/refresh, no 'state'",
        "zfs repair n1 tank --approve 1, POST zfs-sync/repairs, no 'state'",
        "zfs snapshot --delete 7, DELETE zfs-sync/snapshots/7, no 'state'",
        "zfs transfers --cancel 7, DELETE zfs-sync/transfers/7, no 'state'",
        "node add n1, POST security/invitations, no 'token'",
        "node revoke n1 gone, POST security/nodes/n1/revoke, no 'revokedAt'",
        "psk tunnel1 --rotate, POST security/tunnels/tunnel1/psk, no 'id'",
        "ban 192.0.2.1 --reason x, POST proxy-config/bans, no 'id'",
        "unban 7, DELETE proxy-config/bans/7, no 'id'",
        "deploy product-opener off v1, POST deployer/deployments, no 'id'",
        "deploy product-opener off v1 --no-wait, POST deployer/deployments, no 'id'",
        "bans, GET proxy-config/bans, no list",
        "events, GET inventory/events, no 'items'",
        "zfs transfers, GET zfs-sync/transfers, no 'items'"
    })
    void nothingIsCalledDone(String typed, String request, String why) {
        suite.answers(request, 200, "{}");

        assertThat(execute(typed.split(" "))).isEqualTo(1);
        assertThat(err.toString()).startsWith("brigade: ").contains(why).hasLineCount(1);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aCommandOfWhichNothingIsToldIsNotWaitedFor() {
        suite.answers("POST zfs-sync/datasets/n1/tank/destroy", 202, "{\"commandId\": \"7\"}");
        suite.answers("GET zfs-sync/commands/7", 200, "{}");

        assertThat(execute("zfs", "destroy", "n1", "tank", "--reason", "x")).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("brigade: the answer has no 'state'")
                .hasLineCount(1);
    }
}
