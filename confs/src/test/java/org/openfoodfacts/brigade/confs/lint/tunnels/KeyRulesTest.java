package org.openfoodfacts.brigade.confs.lint.tunnels;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openfoodfacts.brigade.confs.lint.units.Linted;

class KeyRulesTest {
    private static final String CLIENT = """
            --- confs/c/stunnel/x.conf
            [x]
            client = yes
            accept = 127.0.0.1:1234
            connect = a.example.org:1234
            ciphers = PSK
            PSKsecrets = /etc/stunnel/psk/x.txt
            """;

    @ParameterizedTest
    @CsvSource({
        "chmod 644 /etc/stunnel/psk/x.txt, true",
        "chmod 0644 '/etc/stunnel/psk/x.txt', true",
        "chmod -v a+r /etc/stunnel/psk/x.txt, true",
        "'chmod u=rw,go=r /etc/stunnel/psk/*.txt', true",
        "install -o root -m 644 a /etc/stunnel/psk/x.txt, true",
        "chmod 600 /etc/stunnel/psk/x.txt, false",
        "chmod 640 /etc/stunnel/psk/x.txt, false",
        "chmod 755 /etc/stunnel/psk/, false",
        "chmod 755 /etc/stunnel, false",
        "chmod go-r /etc/stunnel/psk/x.txt, false",
        "chmod u+r /etc/stunnel/psk/x.txt, false",
        "chmod 644 /etc/stunnel/off.conf, false",
        "# chmod 644 /etc/stunnel/psk/x.txt, false"
    })
    void keysForEveryoneAreFound(String command, boolean found) {
        String example = "--- scripts/a.sh\n#!/bin/sh\n" + command + "\n";

        assertThat(!Linted.findings("tunnel-key-readable", example).isEmpty()).isEqualTo(found);
    }

    @Test
    void tmpfilesAndUnitsAreReadToo() {
        assertThat(Linted.lines("tunnel-key-readable", "tmpfiles.d/x.conf", """
                        z /etc/stunnel/psk/x.txt 0644 root root
                        z /etc/stunnel/psk/y.txt 0600 root root
                        d /etc/stunnel/psk 0755 root root
                        """))
                .containsExactly(1);
        assertThat(Linted.lines(
                        "tunnel-key-readable",
                        "systemd/system/x.service",
                        "[Service]\nExecStartPre=/bin/chmod 644 /etc/stunnel/psk/x.txt\n"))
                .containsExactly(2);
    }

    @Test
    void aClientsIdentityIsJudgedByTheFileOfItsMachineOnly() {
        String keys = "--- confs/c/stunnel/psk/x.txt\na:<key>\nb:<key>\n";

        assertThat(Linted.findings("tunnel-identity-choice", CLIENT + keys)).hasSize(1);
        assertThat(Linted.findings("tunnel-identity-choice", CLIENT + "PSKidentity = b\n" + keys))
                .isEmpty();
        assertThat(Linted.findings("tunnel-identity-choice", CLIENT + "PSKidentity = c\n" + keys))
                .hasSize(1);
        assertThat(Linted.findings("tunnel-identity-choice", CLIENT + keys.replace("b:<key>\n", "")))
                .isEmpty();
        assertThat(Linted.findings("tunnel-identity-choice", CLIENT + keys.replace("confs/c", "confs/d")))
                .isEmpty();
        assertThat(Linted.findings("tunnel-identity-choice", CLIENT.replace("client = yes\n", "") + keys))
                .isEmpty();
    }

    @Test
    void oneKeyForAServerAndItsStandbyIsNotShared() {
        String standby = """
                [y]
                client = yes
                accept = 127.0.0.1:1235
                connect = a.example.org:1234
                connect = b.example.org:1234
                ciphers = PSK
                PSKsecrets = /etc/stunnel/psk/x.txt
                """;

        assertThat(Linted.findings("tunnel-secrets-shared", CLIENT + standby)).isEmpty();
        assertThat(Linted.findings("tunnel-secrets-shared", CLIENT + standby.replace("connect = a", "connect = c")))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "stunnel@.service, false",
        "stunnel@x.service, false",
        "stunnel4.service, false",
        "stunnel.target, false",
        "stunnel@y.service, true",
        "stunnel.service, true"
    })
    void aDropInForAnotherUnitThanTheTunnelsIsFound(String unit, boolean found) {
        String dropIn = "--- confs/c/systemd/system/" + unit + ".d/o.conf\n[Unit]\nDescription=x\n";

        assertThat(!Linted.findings("tunnel-unit-unused", CLIENT + dropIn).isEmpty())
                .isEqualTo(found);
        assertThat(Linted.findings("tunnel-unit-unused", dropIn)).isEmpty();
    }

    @Test
    void aClientWithoutAKeyDoesNotFitAServerThatTakesKeysOnly() {
        String keyless = CLIENT.replace("PSKsecrets = /etc/stunnel/psk/x.txt\n", "");
        String server = """
                --- confs/s/stunnel/x.conf
                [x]
                accept = 1234
                connect = 10.1.0.2:1234
                ciphers = PSK
                PSKsecrets = /etc/stunnel/psk/x.txt
                """;

        assertThat(Linted.findings("tunnel-ends-disagree", keyless + server)).hasSize(1);
        assertThat(Linted.findings("tunnel-ends-disagree", CLIENT + server)).isEmpty();
        assertThat(Linted.findings("tunnel-ends-disagree", keyless + server.replace("ciphers = PSK\n", "")))
                .isEmpty();
    }
}
