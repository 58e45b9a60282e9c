package org.openfoodfacts.brigade.confs.lint.bans;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openfoodfacts.brigade.confs.lint.Example;
import org.openfoodfacts.brigade.confs.lint.Lint;

class BanRulesTest {
    private static final String JAIL = "--- confs/p/fail2ban/jail.d/x.local\n";
    private static final String MANUAL =
            JAIL + "[nginx-manual-ban]\nenabled = true\nfilter = nginx-botsearch\nbantime = -1\n";

    @Test
    void whatIsPutTogetherLaterIsNotJudged() {
        assertThat(found(JAIL + """
                        [DEFAULT]
                        banaction = nftables[type=multiport]
                        action = %(action_mwl)s
                        [x]
                        enabled = true
                        filter = %(__name__)s[mode=normal]
                        action = iptables-multiport[name="a b", port='1,2']
                                 smtp.py[dest=root]
                        """)).isEmpty();
    }

    @Test
    void anUnknownActionIsAGuessUnlessTheMachineOrWhatIsSharedHasIt() {
        String jail = JAIL + "[x]\nenabled = true\nfilter = sshd\nbanaction = nft-all\n";

        assertThat(found(jail)).containsExactly("ban-part-unknown warning 4");
        String action = "/fail2ban/action.d/nft-all.conf\n[Definition]\nactionban = x\n";
        assertThat(found(jail + "--- confs/p" + action)).isEmpty();
        assertThat(found(jail + "--- confs/common" + action)).isEmpty();
        assertThat(found(jail + "--- confs/q" + action)).containsExactly("ban-part-unknown warning 4");
        assertThat(found(jail.replace("enabled = true", "enabled = false"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "filter = sshd",
                "filter =",
                "filter = %(__name__)s",
                "enabled = false",
                "",
            })
    void aJailWithoutAFilterOfItsNameIsAGuess(String line) {
        boolean isRight = !line.isEmpty();
        String jail = JAIL + "[shop-login]\nenabled = true\nlogpath = /srv/shop.log\n";

        assertThat(found(line.startsWith("enabled") ? jail.replace("enabled = true", line) : jail + line))
                .isEqualTo(isRight ? List.of() : List.of("ban-part-unknown warning 1"));
        assertThat(found(jail.replace("shop-login", "postfix-sasl"))).isEmpty();
        assertThat(found(jail.replace("shop-login", "nginx-http-auth"))).isEmpty();
    }

    private static final String NGINX = """
            --- confs/p/nginx/nginx.conf
            http {
              access_log /var/log/nginx/all.log;
              include /etc/nginx/conf.d/*.conf;
            }
            --- confs/p/nginx/conf.d/a.conf
            server {
              access_log /var/log/nginx/$host.a.log main;
              error_log /srv/logs/a-error.log;
            }
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/var/log/nginx/gone.log",
                "/var/log/nginx/*log",
                "/var/log/auth.log",
                "/srv/logs/a-error.log tail",
                "%(nginx_access_log)s",
                "/srv/logs/gone.log\n /srv/logs/a-error.log",
                "/srv/other/gone.log"
            })
    void aLogThatMayBeWrittenIsNotMissed(String log) {
        String jail = JAIL + "[x]\nenabled = true\nfilter = sshd\nlogpath = " + log + "\n";

        assertThat(missed(NGINX + jail)).isEmpty();
    }

    private static List<String> missed(String example) {
        return found(example).stream()
                .filter(found -> found.startsWith("ban-log-nobody-writes"))
                .toList();
    }

    @Test
    void aLogBesideThoseThatAreWrittenIsMissed() {
        String jail = JAIL + "[x]\nenabled = true\nfilter = sshd\nlogpath = /srv/logs/a-eror.log\n";

        assertThat(missed(NGINX + jail)).containsExactly("ban-log-nobody-writes warning 4");
        assertThat(missed(NGINX + jail + "backend = systemd\n")).isEmpty();
        assertThat(missed(NGINX + jail.replace("[x]", "[manual-ban]") + "bantime = -1\n"))
                .isEmpty();
        assertThat(missed(NGINX.replace("$host.", "") + jail.replace("/srv/logs/a-eror", "/var/log/nginx/access")))
                .containsExactly("ban-log-nobody-writes warning 4");
        assertThat(missed(NGINX.replace("nginx.conf", "x.conf").replace("$host.", "")
                        + jail.replace("/srv/logs/a-eror", "/var/log/nginx/access")))
                .isEmpty();
    }

    @Test
    void aParameterOfOnesOwnIsRightWhereACommandRefersToIt() {
        String action =
                "--- confs/p/fail2ban/action.d/nftables.local\n[Definition]\nactionban = nft add <mytable>\n[Init]\nmytable = x\n";

        assertThat(found(action)).isEmpty();
        assertThat(found(action.replace("<mytable>", "<table>"))).containsExactly("ban-parameter-unknown warning 4");
        assertThat(found(JAIL + "[DEFAULT]\nbanaction = nftables[typ=allports, chain=input]\n"))
                .containsExactly("ban-parameter-unknown warning 2");
    }

    @Test
    void aBanByHandStaysWhenAnyFileOfTheMachineSaysSo() {
        assertThat(found(MANUAL)).isEmpty();
        assertThat(found(MANUAL.replace("bantime = -1\n", ""))).containsExactly("ban-by-hand-ends warning 1");
        assertThat(found(MANUAL.replace("-1", "1w"))).containsExactly("ban-by-hand-ends warning 4");
        assertThat(found(MANUAL.replace("bantime = -1\n", "")
                        + "--- confs/p/fail2ban/jail.local\n[DEFAULT]\nbantime = -1\n"))
                .isEmpty();
        assertThat(found(MANUAL.replace("nginx-manual-ban", "nginx-botsearch").replace("bantime = -1\n", "")))
                .isEmpty();
    }

    @Test
    void rangesNeedAnIntervalSetOfTheSameMachine() {
        String nftables = MANUAL + "banaction = nftables\n";
        String action =
                "--- confs/%s/fail2ban/action.d/nftables.local\n[Definition]\n_nft_add_set = x flags interval\\;\n";

        assertThat(found(nftables)).containsExactly("ban-no-ranges warning 1");
        assertThat(found(nftables + action.formatted("p"))).isEmpty();
        assertThat(found(nftables + action.formatted("q"))).containsExactly("ban-no-ranges warning 1");
        assertThat(found(MANUAL + "banaction = iptables-multiport\n")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "600",
                "-1",
                "10m",
                "1d12h30m",
                "1y 6mo",
                "10 minutes",
                "1.5h",
                "60*60",
                "%(known/bantime)s",
                "1d12h 30"
            })
    void timesThatFail2banReadsAreRight(String time) {
        assertThat(BanTime.isReadable(time)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10mins", "1hr", "5x", "week", "perm", "10minits", ""})
    void timesThatItDoesNotReadAreFound(String time) {
        assertThat(BanTime.isReadable(time)).isFalse();
    }

    @Test
    void aLogThatIsOffIsFoundInTheServerOnlyAndForJailsThatReadIt() {
        String nginx = "--- confs/p/nginx/conf.d/a.conf\nserver {\n  listen 80;\n  %s\n}\n";
        String jail = JAIL + "[nginx-botsearch]\nenabled = true\nlogpath = /var/log/nginx/*log\n";

        assertThat(found(jail + nginx.formatted("access_log off;"))).containsExactly("ban-log-unwritten warning 3");
        assertThat(found(jail + nginx.formatted("#access_log off;"))).isEmpty();
        assertThat(found(jail + nginx.formatted("location / {\n access_log off;\n }")))
                .isEmpty();
        assertThat(found(
                        jail + nginx.replace("listen 80", "listen 127.0.0.1:80").formatted("access_log off;")))
                .isEmpty();
        assertThat(found(jail.replace("botsearch", "http-auth") + nginx.formatted("access_log off;")))
                .isEmpty();
    }

    @Test
    void whatMachinesShareIsJudgedByItselfUntilOneLinksToIt() {
        String jail = MANUAL.replace("confs/p/fail2ban", "confs/common/fail2ban-nftables") + "banaction = nftables\n";
        String set = "--- %s/action.d/nftables.local\n[Definition]\n_nft_add_set = x flags interval\\;\n";
        String linked = "--- confs/p/fail2ban/jail.d/x.local -> ../../../common/fail2ban-nftables/jail.d/x.local\n";

        assertThat(found(jail)).containsExactly("ban-no-ranges warning 1");
        assertThat(found(jail + set.formatted("confs/common/fail2ban-nftables")))
                .isEmpty();
        assertThat(found(jail + linked + set.formatted("confs/p/fail2ban"))).isEmpty();
        assertThat(found(jail + "--- confs/common/fail2ban-nftables/nftables.conf\nflush ruleset\n"
                        + set.formatted("confs/common/fail2ban-nftables")))
                .containsExactly("ban-lost-on-flush warning 1");
    }

    @Test
    void aFirewallWithoutBansMayFlush() {
        assertThat(found("--- confs/p/nftables.conf\nflush ruleset\n")).isEmpty();
    }

    private static List<String> found(String files) {
        return Lint.run(Example.tree(files), LocalDate.of(2027, 1, 31)).stream()
                .map(f -> f.rule() + " " + f.severity().id() + " " + f.place().line())
                .toList();
    }
}
