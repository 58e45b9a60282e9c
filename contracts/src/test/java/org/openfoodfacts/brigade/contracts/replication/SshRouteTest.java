package org.openfoodfacts.brigade.contracts.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
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

    @Property(tries = 30)
    void aShellReadsTheWordsAsTheyWere(
            @ForAll @Size(min = 1, max = 4) List<@StringLength(max = 12) @CharRange(from = ' ', to = '~') String> words)
            throws IOException {
        Process shell = new ProcessBuilder("sh", "-c", "printf '%s\\n' " + SshRoute.line(words)).start();

        assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo(String.join("\n", words) + "\n");
    }
}
