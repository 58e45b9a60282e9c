package org.openfoodfacts.brigade.suite.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.exec.Cancellation;
import org.openfoodfacts.brigade.agent.exec.Exec;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.exec.LineSink;
import org.openfoodfacts.brigade.agent.facts.BansProbe;
import org.openfoodfacts.brigade.agent.facts.Watch;
import org.openfoodfacts.brigade.agent.orders.Followed;
import org.openfoodfacts.brigade.agent.tools.bans.EnforceBansFollower;
import org.openfoodfacts.brigade.contracts.facts.BansFact;
import org.openfoodfacts.brigade.contracts.facts.BansFact.EnforcedBan;
import org.openfoodfacts.brigade.contracts.orders.EnforceBans;
import org.openfoodfacts.brigade.contracts.orders.EnforceBans.WantedBan;
import org.openfoodfacts.brigade.contracts.reports.OrderReport.Outcome;

class EnforceBansTest {
    private static final WantedBan ADDRESS = ban("198.51.100.9", null);
    private static final WantedBan RANGE = ban("198.51.100.0/24", null);
    private static final WantedBan V6 = ban("2001:DB8:0:0::/32", null);

    @TempDir
    Path folder;

    private Workbench bench;
    private long generation;

    @BeforeEach
    void aProxy() {
        bench = new Workbench(
                folder, Description.of("proxy1", "ct", "10.1.0.101").withRoles("proxy"));
    }

    @Test
    void missingBansAreMadeInOneCallAndNothingIsDoneTwice() {
        Followed followed = follow(ADDRESS, V6);

        assertThat(followed.outcome()).isEqualTo(Outcome.APPLIED);
        assertThat(jail()).containsExactlyInAnyOrder("198.51.100.9", "2001:db8::/32");
        assertThat(changes())
                .containsExactly(List.of(
                        "fail2ban-client", "set", "nginx-manual-ban", "banip", "198.51.100.9", "2001:db8::/32"));
        BansFact fact = fact(followed);
        assertThat(fact.generation()).isEqualTo(1);
        assertThat(fact.enforced())
                .containsExactlyInAnyOrder(
                        new EnforcedBan(ADDRESS.id(), "198.51.100.9", bench.clock.instant()),
                        new EnforcedBan(V6.id(), "2001:DB8:0:0::/32", bench.clock.instant()));

        int calls = bench.simulated.exec().asked().size();
        assertThat(follow(ADDRESS, V6).outcome()).isEqualTo(Outcome.APPLIED);
        assertThat(bench.simulated.exec().asked()).hasSize(calls + 1);
    }

    @Test
    void whatIsNoLongerWantedIsLiftedAndABanByHandStays() {
        bench.run("fail2ban-client", "set", "nginx-manual-ban", "banip", "203.0.113.5");
        follow(ADDRESS, V6);

        BansFact fact = fact(follow(V6));

        assertThat(jail()).containsExactlyInAnyOrder("203.0.113.5", "2001:db8::/32");
        assertThat(fact.unknown()).containsExactly("203.0.113.5");
        assertThat(fact.enforced()).extracting(EnforcedBan::id).containsExactly(V6.id());
    }

    @Test
    void anAddressInsideAWantedRangeIsEnforcedByItAndStaysBannedWhenTheRangeIsLifted() {
        BansFact both = fact(follow(ADDRESS, RANGE));
        assertThat(jail()).containsExactly("198.51.100.0/24");
        assertThat(both.enforced()).extracting(EnforcedBan::id).containsExactly(ADDRESS.id(), RANGE.id());

        BansFact one = fact(follow(ADDRESS));
        assertThat(jail()).containsExactly("198.51.100.9");
        assertThat(one.enforced()).extracting(EnforcedBan::id).containsExactly(ADDRESS.id());
    }

    @Test
    void liftingTheAddressLeavesTheRangeAlone() {
        follow(ADDRESS, RANGE);

        BansFact fact = fact(follow(RANGE));

        assertThat(jail()).containsExactly("198.51.100.0/24");
        assertThat(fact.enforced()).extracting(EnforcedBan::id).containsExactly(RANGE.id());
    }

    @Test
    void aBanByHandThatARangeSwallowsComesBackWhenTheRangeIsLifted() {
        bench.run("fail2ban-client", "set", "nginx-manual-ban", "banip", "198.51.100.77");

        BansFact swallowed = fact(follow(RANGE));
        assertThat(jail()).containsExactly("198.51.100.0/24");
        assertThat(swallowed.unknown()).containsExactly("198.51.100.77");

        BansFact back = fact(follow());
        assertThat(jail()).containsExactly("198.51.100.77");
        assertThat(back.unknown()).containsExactly("198.51.100.77");
    }

    @Test
    void aBanIsLiftedAtItsEndByTheMachinesClock() {
        WantedBan short_ = ban("192.0.2.1", bench.clock.instant().plus(Duration.ofMinutes(5)));
        follow(short_);
        assertThat(jail()).containsExactly("192.0.2.1");

        bench.clock.advance(Duration.ofMinutes(5));
        Followed followed = new EnforceBansFollower()
                .follow(new EnforceBans(generation, List.of(short_)), bench.machine(), bench.clock.instant());

        assertThat(followed.outcome()).isEqualTo(Outcome.APPLIED);
        assertThat(jail()).isEmpty();
    }

    @Test
    void aCrashBetweenBanAndMemoryNeverMakesABanOneByHand() {
        assertThat(diesAfter("banip", new EnforceBans(1, List.of(ADDRESS)))).isTrue();
        assertThat(jail()).containsExactly("198.51.100.9");
        generation = 1;

        BansFact fact = fact(follow());

        assertThat(jail()).isEmpty();
        assertThat(fact.unknown()).isEmpty();
    }

    @Test
    void aCrashBetweenLiftingARangeAndBanningWhatItSwallowedLosesNothing() {
        bench.run("fail2ban-client", "set", "nginx-manual-ban", "banip", "198.51.100.77");
        follow(RANGE);
        assertThat(diesAfter("unbanip", new EnforceBans(2, List.of()))).isTrue();
        assertThat(jail()).isEmpty();
        generation = 2;

        follow();

        assertThat(jail()).containsExactly("198.51.100.77");
    }

    @Test
    void aMissingJailFailsAndSaysWhatToInstall() {
        Machine without = new Machine(new NoJail(), bench.machine().root());

        Followed followed =
                new EnforceBansFollower().follow(new EnforceBans(1, List.of(ADDRESS)), without, bench.clock.instant());

        assertThat(followed.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(followed.detail()).contains("no jail nginx-manual-ban").contains("/etc/fail2ban/jail.d");
    }

    @Test
    void aServerThatIsDownFailsAndTheNextCycleMakesItRight() {
        bench.run("systemctl", "stop", "fail2ban");
        assertThat(follow(ADDRESS).outcome()).isEqualTo(Outcome.FAILED);
        bench.run("systemctl", "start", "fail2ban");

        assertThat(follow(ADDRESS).outcome()).isEqualTo(Outcome.APPLIED);
        assertThat(jail()).containsExactly("198.51.100.9");
    }

    @Test
    void anAddressThatIsNoneRefusesTheWholeOrder() {
        Followed followed = follow(ADDRESS, ban("evil.example.org", null));

        assertThat(followed.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(followed.detail()).contains("evil.example.org");
        assertThat(jail()).isEmpty();
    }

    @Test
    void aBanThatVanishedIsMadeAgain() {
        follow(ADDRESS);
        bench.run("fail2ban-client", "set", "nginx-manual-ban", "unbanip", "198.51.100.9");

        follow(ADDRESS);

        assertThat(jail()).containsExactly("198.51.100.9");
    }

    @Test
    void lostMemoryLiftsNothingThatCouldBeSomebodyElses() throws IOException {
        follow(ADDRESS);
        Files.writeString(bench.machine().path("/var/lib/brigade-agent/bans.json"), "{ half");

        BansFact fact = fact(follow());

        assertThat(jail()).containsExactly("198.51.100.9");
        assertThat(fact.unknown()).containsExactly("198.51.100.9");
    }

    @Test
    void theProbeSaysTheSameAsTheFollower() {
        bench.run("fail2ban-client", "set", "nginx-manual-ban", "banip", "203.0.113.5");
        BansFact followed = fact(follow(ADDRESS, RANGE));

        assertThat(new BansProbe().observe(bench.machine(), Watch.NOTHING)).containsExactly(followed);
    }

    private Followed follow(WantedBan... bans) {
        EnforceBans order = new EnforceBans(++generation, List.of(bans));
        return new EnforceBansFollower().follow(order, bench.machine(), bench.clock.instant());
    }

    private List<String> jail() {
        String banned =
                bench.run("fail2ban-client", "get", "nginx-manual-ban", "banip").strip();
        return banned.isEmpty() ? List.of() : List.of(banned.split(" "));
    }

    private List<List<String>> changes() {
        return bench.simulated.exec().asked().stream()
                .filter(argv -> argv.get(1).equals("set"))
                .toList();
    }

    private static BansFact fact(Followed followed) {
        return (BansFact) followed.facts().getFirst();
    }

    private static WantedBan ban(String network, Instant until) {
        return new WantedBan(UUID.randomUUID(), network, until, "crawler");
    }

    private boolean diesAfter(String word, EnforceBans order) {
        return DyingExec.kills(
                bench.simulated.exec(),
                call -> call.argv().contains(word) && call.argv().contains("set"),
                exec -> new EnforceBansFollower()
                        .follow(order, new Machine(exec, bench.machine().root()), bench.clock.instant()));
    }

    /** A fail2ban whose administrator has not made the jail. */
    private final class NoJail implements Exec {
        @Override
        public ExecResult run(Invocation invocation, LineSink lines, Cancellation cancellation) {
            List<String> other = invocation.argv().stream()
                    .map(word -> word.equals("nginx-manual-ban") ? "absent" : word)
                    .toList();
            String answer = "Sorry but the jail 'nginx-manual-ban' does not exist\n";
            ExecResult result = bench.simulated.exec().run(Invocation.of(other.toArray(String[]::new)));
            return result instanceof ExecResult.Exited exited
                    ? new ExecResult.Exited(exited.code(), answer, exited.errors(), false)
                    : result;
        }
    }
}
