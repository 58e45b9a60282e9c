package org.openfoodfacts.brigade.contracts.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SshRouteTest {

    @Test
    void aRouteIsOptionsThenWhereThenOneWord() {
        assertThat(new SshRoute("ovh3operator", "2001:db8::7", 2222, "off@jump.example:22,[2001:db8::1]:23")
                        .command(List.of("-o", "BatchMode=yes"), List.of("zfs", "list", "tank/it's here")))
                .containsExactly(
                        "ssh",
                        "-T",
                        "-o",
                        "BatchMode=yes",
                        "-p",
                        "2222",
                        "-J",
                        "off@jump.example:22,[2001:db8::1]:23",
                        "--",
                        "ovh3operator@2001:db8::7",
                        "'zfs' 'list' 'tank/it'\\''s here'");
        assertThat(new SshRoute(null, "off2", 0, null).command(List.of(), List.of("true")))
                .containsExactly("ssh", "-T", "--", "off2", "'true'");
    }

    @Test
    void whatIsNoWayToAMachineSaysWhere() {
        assertThat(new SshRoute("root", "off2.example", 22, "jump").objection()).isEmpty();
        assertThat(new SshRoute(null, "fe80::1%eth0", 0, null).objection()).isEmpty();
        for (String host : List.of("-oProxyCommand=id", "a b", "a@b", "", "x;id", "$(id)", "a-")) {
            assertThat(new SshRoute(null, host, 0, null).objection())
                    .get()
                    .asString()
                    .startsWith("host:");
        }
        assertThat(new SshRoute("-l", "a", 0, null).objection())
                .get()
                .asString()
                .startsWith("user:");
        assertThat(new SshRoute("a", "a", 70000, null).objection())
                .get()
                .asString()
                .startsWith("port:");
        for (String jump : List.of("-oX=y", "a,,b", "a b", "a:b", "none;id", "")) {
            assertThat(new SshRoute("a", "a", 0, jump).objection())
                    .get()
                    .asString()
                    .startsWith("jump:");
        }
    }
}
