package org.openfoodfacts.brigade.suite.simulation.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.orders.Followed;
import org.openfoodfacts.brigade.agent.tools.bans.EnforceBansFollower;
import org.openfoodfacts.brigade.contracts.facts.BansFact;
import org.openfoodfacts.brigade.contracts.facts.BansFact.EnforcedBan;
import org.openfoodfacts.brigade.contracts.orders.EnforceBans;
import org.openfoodfacts.brigade.contracts.orders.EnforceBans.WantedBan;
import org.openfoodfacts.brigade.contracts.reports.OrderReport;

/** What {@code fail2ban-client} does with the jail for bans by hand. */
interface Fail2banContract {
    ToolMachine machine();

    @BeforeEach
    default void anEmptyJail() {
        machine().output("fail2ban-client", "set", "nginx-manual-ban", "unbanip", "0.0.0.0/0", "::/0");
        assertThat(machine().output("fail2ban-client", "get", "nginx-manual-ban", "banip"))
                .isBlank();
    }

    @Test
    default void severalAddressesInOneCallAndWhatWasBannedAlreadyDoesNotCount() {
        assertThat(set("banip", "192.0.2.7", "198.51.100.77/24", "2001:DB8::/32"))
                .isEqualTo("3\n");
        assertThat(set("banip", "192.0.2.7", "192.0.2.8")).isEqualTo("1\n");
        assertThat(banned()).containsExactlyInAnyOrder("192.0.2.7", "192.0.2.8", "198.51.100.0/24", "2001:db8::/32");
    }

    @Test
    default void withTimeEachBanHasItsOwnLine() {
        set("banip", "192.0.2.7", "198.51.100.0/24");

        assertThat(machine()
                        .output("fail2ban-client", "get", "nginx-manual-ban", "banip", "--with-time")
                        .lines())
                .hasSize(2)
                .allMatch(line ->
                        line.matches("\\S+ \\t\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d \\+ -1 = 9999-12-31 23:59:59"));
    }

    @Test
    default void liftingARangeThatIsNotBannedItselfLiftsAllInsideIt() {
        set("banip", "198.51.100.7", "198.51.100.8", "203.0.113.1");

        assertThat(set("unbanip", "198.51.100.0/24")).isEqualTo("2\n");
        assertThat(set("unbanip", "198.51.100.7")).isEqualTo("0\n");
        assertThat(banned()).containsExactly("203.0.113.1");
    }

    @Test
    default void anAddressInsideABannedRangeIsNotLiftedAlone() {
        set("banip", "198.51.100.0/24");

        assertThat(set("unbanip", "198.51.100.7")).isEqualTo("0\n");
        assertThat(banned()).containsExactly("198.51.100.0/24");
    }

    @Test
    default void whatItDoesNotKnowEndsWith255() {
        ExecResult.Exited jail = machine().run("fail2ban-client", "get", "nosuch", "banip", "--with-time");
        assertThat(jail.code()).isEqualTo(255);
        assertThat(jail.output()).isEqualTo("Sorry but the jail 'nosuch' does not exist\n");
        ExecResult.Exited command = machine().run("fail2ban-client", "frobnicate");
        assertThat(command.code()).isEqualTo(255);
        assertThat(command.output()).isEqualTo("Invalid command\n");
        ExecResult.Exited get = machine().run("fail2ban-client", "get", "nginx-manual-ban", "frob");
        assertThat(get.output()).isEqualTo("Invalid command (no get action or not yet implemented)\n");
    }

    @Test
    default void theServerAnswersAPingAndNamesItsJail() {
        assertThat(machine().output("fail2ban-client", "ping")).isEqualTo("Server replied: pong\n");
        assertThat(machine().output("fail2ban-client", "status"))
                .isEqualTo("Status\n|- Number of jail:\t1\n`- Jail list:\tnginx-manual-ban\n");
    }

    @Test
    default void theOrderIsFollowedThereAndBack(@TempDir Path root) {
        Machine machine = new Machine(machine().exec(), root);
        set("banip", "203.0.113.5", "198.51.100.77");
        WantedBan range = new WantedBan(UUID.randomUUID(), "198.51.100.0/24", null, "crawler");
        WantedBan address = new WantedBan(UUID.randomUUID(), "198.51.100.9", null, "crawler");

        Followed both = follow(machine, 1, range, address);
        assertThat(banned()).containsExactlyInAnyOrder("203.0.113.5", "198.51.100.0/24");
        BansFact fact = (BansFact) both.facts().getFirst();
        assertThat(both.outcome()).isEqualTo(OrderReport.Outcome.APPLIED);
        assertThat(fact.enforced()).extracting(EnforcedBan::id).containsExactly(range.id(), address.id());
        assertThat(fact.unknown()).containsExactly("198.51.100.77", "203.0.113.5");

        follow(machine, 2, address);
        assertThat(banned()).containsExactlyInAnyOrder("203.0.113.5", "198.51.100.77", "198.51.100.9");
        follow(machine, 3);
        assertThat(banned()).containsExactlyInAnyOrder("203.0.113.5", "198.51.100.77");
    }

    private static Followed follow(Machine machine, long generation, WantedBan... bans) {
        return new EnforceBansFollower().follow(new EnforceBans(generation, List.of(bans)), machine, Instant.now());
    }

    private String set(String action, String... addresses) {
        String[] argv = new String[addresses.length + 4];
        System.arraycopy(new String[] {"fail2ban-client", "set", "nginx-manual-ban", action}, 0, argv, 0, 4);
        System.arraycopy(addresses, 0, argv, 4, addresses.length);
        return machine().output(argv);
    }

    private List<String> banned() {
        String banned = machine()
                .output("fail2ban-client", "get", "nginx-manual-ban", "banip")
                .strip();
        return banned.isEmpty() ? List.of() : List.of(banned.split(" "));
    }
}
