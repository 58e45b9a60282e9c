package org.openfoodfacts.brigade.suite.bench.zfs;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.openfoodfacts.brigade.contracts.orders.FollowPolicies;
import org.openfoodfacts.brigade.contracts.orders.FollowPolicies.ManagedDataset;

/**
 * One dataset with very many snapshots, beside sanoid, which has a clone of the pool. It is told not to ask before each snapshot whether the pool is busy:
 * starting {@code ps} would be most of its time. The machine's clock is a year ahead: all of them are old.
 */
final class WornPoolBench {
    private static final int PLANNED = 1_000_000;
    private static final int PEERS = 50_000;
    private static final String POOL = "/var/tmp/worn/pool";

    private final ZfsBench bench;

    WornPoolBench(ZfsBench bench) {
        this.bench = bench;
    }

    void plan() {
        bench.agent().does("make", PLANNED);
        bench.agent().does("plan", "");
        var done = bench.agent().does("plan", "");
        Duration mine = Duration.ofNanos(done.nanos());
        bench.print(
                String.format("planning retention of %,d snapshots", PLANNED),
                mine,
                String.format("%,d to go", done.result().path("destroyed").asInt()));
        bench.target(
                """
                mkdir -p /tmp/plan/bin /etc/sanoid
                printf '#!/bin/sh\\ncase "$*" in get*) cat /tmp/plan/snapshots;; list*) cat /tmp/plan/datasets;; esac\\n' >/tmp/plan/bin/zfs
                chmod 755 /tmp/plan/bin/zfs
                for d in $(seq %d); do echo tank/d$d; done >/tmp/plan/datasets
                now=$(date +%%s)
                while read -r d; do
                  seq %d | awk -v d=$d -v now=$now '{printf "%%s@autosnap_%%d_hourly\\tcreation\\t%%d\\t-\\n", d, $1, now - 3600 * $1}'
                done </tmp/plan/datasets >/tmp/plan/snapshots
                cat >/etc/sanoid/sanoid.conf <<'END'
                %sEND
                """.formatted(PEERS / ManySnapshots.OF_EACH, ManySnapshots.OF_EACH, ManySnapshots.sanoidConf("tank")));
        Duration peer = bench.time(
                "PATH=/tmp/plan/bin:$PATH sanoid --prune-snapshots --force-prune --readonly --force-update --cache-dir=/tmp/plan/cache --run-dir=/tmp/plan/run");
        bench.print(String.format("  sanoid --readonly, %,d snapshots", PEERS), peer, "");
    }

    private void makePool() {
        bench.target("""
                [ -e %1$s ] && exit 0
                mkdir -p /var/tmp/worn && truncate -s 1G %1$s
                zpool create -O mountpoint=none worn %1$s && zfs create worn/data
                i=0; while [ $i -lt %2$d ]; do i=$((i+1)); zfs snapshot worn/data@autosnap_${i}_hourly; done
                zpool export worn && cp --sparse=always %1$s %1$s.clone
                date -s '1 year' >/dev/null
                """.formatted(POOL, ManySnapshots.OF_EACH));
    }

    private void use(String file) {
        bench.target("zpool list worn >/dev/null 2>&1 && zpool export worn; zpool import -d " + file + " worn");
    }

    void list() {
        makePool();
        use(POOL);
        print(
                "the agent looks, for the first time",
                bench.agent().does("observe", "").nanos());
        print(
                "the agent looks again, nothing has changed",
                bench.agent().does("observe", "").nanos());
        bench.target("zfs snapshot worn/data@one-more && zfs destroy worn/data@one-more");
        print(
                "the agent looks again, one dataset has changed",
                bench.agent().does("observe", "").nanos());
        print(
                "  zfs list -t snapshot -o name",
                bench.time("zfs list -Hp -t snapshot -o name >/dev/null").toNanos());
    }

    private void print(String what, long nanos) {
        bench.print(
                what, Duration.ofNanos(nanos), String.format("%,.0f snapshots/s", ManySnapshots.OF_EACH * 1e9 / nanos));
    }

    void prune() {
        makePool();
        use(POOL);
        Duration mine = Duration.ZERO;
        int destroyed = 0;
        for (int waiting = 1; waiting > 0; ) {
            var round = bench.agent().does("policies", order());
            JsonNode run = round.result().path(0).path("runs").path(0);
            mine = mine.plusNanos(round.nanos());
            destroyed += run.path("destroyed").asInt();
            waiting = run.path("waiting").asInt();
        }
        use(POOL + ".clone");
        bench.target("cat >/etc/sanoid/sanoid.conf <<'END'\n" + ManySnapshots.sanoidConf("worn") + "END");
        Duration peer = bench.time("sanoid --prune-snapshots --force-prune --force-update --quiet");
        String left = bench.target("zfs list -Hp -t snapshot -o name worn/data | wc -l")
                .strip();
        bench.print(
                destroyed + " of " + ManySnapshots.OF_EACH + " snapshots destroyed", mine, ZfsBench.times(mine, peer));
        bench.print("  sanoid --prune-snapshots --force-prune, of which stay " + left, peer, "");
    }

    private static FollowPolicies order() {
        return new FollowPolicies(
                1, "UTC", List.of(new ManagedDataset("worn/data", ManySnapshots.POLICY, List.of(), null)));
    }
}
