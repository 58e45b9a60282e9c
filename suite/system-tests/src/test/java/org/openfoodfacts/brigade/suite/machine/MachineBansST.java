package org.openfoodfacts.brigade.suite.machine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.suite.launch.Child;

/** A ban asked for by REST holds in fail2ban and in the firewall of the real proxy, whatever happens there. */
@OnRealMachines
class MachineBansST {
    private static final String JAIL = "fail2ban-client get nginx-manual-ban banip";
    private static final String FIREWALL = "nft list set inet brigade-bans banned4";

    @Test
    void aBannedMachineGetsNoAnswerUntilTheBanIsLifted(TwoMachines machines) {
        String visit = "curl -sS -m 5 -o /dev/null http://" + machines.proxy().address() + "/";
        assertThat(machines.tunnel().exitOf(visit)).isZero();
        String ban = ban(machines, "address", machines.tunnel().address(), "PT1H");
        awaitHeld(machines, machines.tunnel().address());
        JsonNode enforced = awaitEnforced(machines, ban);
        assertThat(enforced.path("enforcedSince").isMissingNode()).isFalse();
        assertThat(machines.tunnel().exitOf(visit)).isNotZero();
        lift(machines, ban);
        awaitGone(machines, machines.tunnel().address());
        assertThat(machines.tunnel().exitOf(visit)).isZero();
    }

    @Test
    void aWholeNetworkIsBannedAndComesBackAfterFail2banRestarts(TwoMachines machines) {
        String ban = ban(machines, "cidr", "198.18.64.0/24", "PT1H");
        awaitHeld(machines, "198.18.64.0/24");
        machines.proxy().run("systemctl restart fail2ban");
        Awaitility.await("fail2ban is back")
                .atMost(TwoMachines.PATIENCE)
                .until(() -> machines.proxy().succeeds("fail2ban-client ping"));
        awaitHeld(machines, "198.18.64.0/24");
        lift(machines, ban);
        awaitGone(machines, "198.18.64.0/24");
    }

    @Test
    void aBanRemovedByHandComesBackWithinACycle(TwoMachines machines) {
        String ban = ban(machines, "address", "198.18.7.9", "PT1H");
        awaitHeld(machines, "198.18.7.9");
        machines.proxy().run("fail2ban-client set nginx-manual-ban unbanip 198.18.7.9");
        Instant removed = Instant.now();
        awaitHeld(machines, "198.18.7.9");
        // A cycle is three seconds here; the rest is for a machine with other things to do. Nothing else looks more
        // often than once a minute.
        assertThat(Duration.between(removed, Instant.now())).isLessThan(Duration.ofSeconds(45));
        lift(machines, ban);
        awaitGone(machines, "198.18.7.9");
    }

    @Test
    void aBanMadeByHandStaysAndIsToldAsUnknown(TwoMachines machines) {
        machines.proxy().run("fail2ban-client set nginx-manual-ban banip 203.0.113.66");
        Awaitility.await("the ban by hand is told")
                .atMost(TwoMachines.PATIENCE)
                .until(() -> machines.fact(machines.proxy(), "bans")
                        .path("unknown")
                        .toString()
                        .contains("203.0.113.66"));
        String ban = ban(machines, "address", "198.18.7.10", "PT1H");
        awaitHeld(machines, "198.18.7.10");
        lift(machines, ban);
        awaitGone(machines, "198.18.7.10");
        assertThat(isHeld(machines, "203.0.113.66")).isTrue();
        machines.proxy().run("fail2ban-client set nginx-manual-ban unbanip 203.0.113.66");
        awaitGone(machines, "203.0.113.66");
    }

    @Test
    void bansHoldAndEndWhileKafkaIsAway(TwoMachines machines) {
        String ban = ban(machines, "address", "198.18.8.1", "PT1H");
        awaitHeld(machines, "198.18.8.1");
        String brief = briefBanThatIsHeld(machines);
        Child broker = machines.suite().supervisor().child("broker").orElseThrow();
        signal("STOP", broker);
        try {
            machines.proxy().run("fail2ban-client set nginx-manual-ban unbanip 198.18.8.1");
            awaitHeld(machines, "198.18.8.1");
            awaitGone(machines, brief);
            assertThat(isHeld(machines, "198.18.8.1")).isTrue();
        } finally {
            signal("CONT", broker);
        }
        lift(machines, ban);
        awaitGone(machines, "198.18.8.1");
    }

    /** Whose ban ends soon; on a machine with other things to do a short one may end before it is seen, then a longer one is made. */
    private static String briefBanThatIsHeld(TwoMachines machines) {
        for (int seconds : List.of(25, 75, 225)) {
            String address = "198.18.8." + seconds;
            String ban = ban(machines, "address", address, "PT" + seconds + "S");
            Awaitility.await(address + " is held, or not any more")
                    .atMost(TwoMachines.PATIENCE)
                    .until(() -> isHeld(machines, address) || hasEnded(machines, ban));
            if (!hasEnded(machines, ban) && isHeld(machines, address)) {
                return address;
            }
        }
        throw new AssertionError("no ban was seen before it ended");
    }

    private static boolean hasEnded(TwoMachines machines, String ban) {
        return machines.api().get("proxy-config/bans/" + ban).hasNonNull("ended");
    }

    private static String ban(TwoMachines machines, String kind, String network, String duration) {
        Map<String, String> wish = Map.of(kind, network, "reason", "system test", "duration", duration);
        return machines.api().post("proxy-config/bans", wish).path("id").asText();
    }

    private static void lift(TwoMachines machines, String ban) {
        Awaitility.await("the ban is lifted")
                .atMost(TwoMachines.PATIENCE)
                .ignoreExceptions()
                .until(() -> machines.api().delete("proxy-config/bans/" + ban).hasNonNull("ended")
                        || machines.api().get("proxy-config/bans/" + ban).hasNonNull("ended"));
    }

    private static JsonNode awaitEnforced(TwoMachines machines, String ban) {
        return Awaitility.await("the proxy is known to enforce it")
                .atMost(TwoMachines.PATIENCE)
                .until(
                        () -> machines.api()
                                .get("proxy-config/bans/" + ban)
                                .path("proxies")
                                .path(0),
                        proxy -> "ENFORCED".equals(proxy.path("state").asText()));
    }

    private static boolean isHeld(TwoMachines machines, String network) {
        return holds(machines, JAIL, network) && holds(machines, FIREWALL, network);
    }

    private static boolean holds(TwoMachines machines, String list, String network) {
        return machines.proxy().succeeds(list + " | grep -qwF '" + network + "'");
    }

    private static void awaitHeld(TwoMachines machines, String network) {
        Awaitility.await(network + " is held by jail and firewall")
                .atMost(TwoMachines.PATIENCE)
                .until(() -> isHeld(machines, network));
    }

    private static void awaitGone(TwoMachines machines, String network) {
        Awaitility.await(network + " is held by neither jail nor firewall")
                .atMost(TwoMachines.PATIENCE)
                .until(() -> !holds(machines, JAIL, network) && !holds(machines, FIREWALL, network));
    }

    private static void signal(String name, Child child) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(child.pid()))
                    .start()
                    .onExit()
                    .join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
