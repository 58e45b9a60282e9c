package org.openfoodfacts.brigade.zfssync.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openfoodfacts.brigade.confs.syncoid.SyncoidArgsParser;
import org.openfoodfacts.brigade.contracts.replication.SshRoute;

class TransportTest {
    @Test
    void theWayIsWhatTheLineSays() {
        Transport transport = transport(
                "--no-privilege-elevation --sshport=2222 --sshoption=ProxyJump=jump@[2001:db8::1]:22"
                        + " --target-bwlimit=10m --source-bwlimit=512k --quiet --compress=lz4 op@192.0.2.1:tank/a copy/a");

        assertThat(transport.objection()).isNull();
        assertThat(transport.route()).isEqualTo(new SshRoute("op", "192.0.2.1", 2222, "jump@[2001:db8::1]:22"));
        assertThat(transport.bytesPerSecond()).isEqualTo(512 * 1024);
    }

    @Test
    void aCopyOnTheSameMachineNeedsNoWay() {
        assertThat(transport("tank/a copy/a")).isEqualTo(new Transport(null, 0, null, true));
    }

    @Test
    void rootNeedsNoMoreRights() {
        assertThat(transport("root@host:tank/a copy/a").objection()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "op@host:tank/a copy/a | sudo on host, as --no-privilege-elevation is missing",
                "host:tank/a copy/a | sudo on host, as --no-privilege-elevation is missing",
                "--sshkey=/root/key root@host:tank/a copy/a | --sshkey=/root/key",
                "--sshoption=Port=1 root@host:tank/a copy/a | --sshoption=Port=1",
                "--sshport=x root@host:tank/a copy/a | --sshport=x",
                "--source-bwlimit=fast root@host:tank/a copy/a | --source-bwlimit=fast",
                "--no-stream root@host:tank/a copy/a | --no-stream",
                "--include-snaps=daily root@host:tank/a copy/a | --include-snaps=daily",
                "tank/a root@host:copy/a | it sends to host instead of pulling from there",
                "root@-oProxyCommand=x:tank/a copy/a | host: '-oProxyCommand=x' is not a host's name or address",
                "--sshoption=ProxyJump=-oX root@host:tank/a copy/a | jump: '-oX' is not a list of hosts"
            })
    void whatBrigadeDoesNotDoIsNamed(String line, String objection) {
        assertThat(transport(line).objection()).startsWith(objection);
    }

    private static Transport transport(String line) {
        return Transport.of(SyncoidArgsParser.parse("syncoid-args.conf", line + "\n")
                .value()
                .pulls()
                .getFirst());
    }
}
