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
    private static final int PEERS_SECONDS = 240;
    /** In memory, of which tmpfs would take only half by itself: what a pool has written once stays in its file. */
    private static final String FOLDER = "/mnt/worn";

    private static final String POOL = FOLDER + "/pool";

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
        bench.target("""
                mkdir -p /tmp/plan/bin
                printf '#!/bin/sh\\ncase "$*" in get*) cat /tmp/plan/snapshots;; list*) cat /tmp/plan/datasets;; esac\\n' >/tmp/plan/bin/zfs
                chmod 755 /tmp/plan/bin/zfs
                for d in $(seq %d); do echo tank/d$d; done >/tmp/plan/datasets
                now=$(date +%%s)
                while read -r d; do
                  seq %d | awk -v d=$d -v now=$now '{printf "%%s@autosnap_%%d_hourly\\tcreation\\t%%d\\t-\\n", d, $1, now - 3600 * $1}'
                done </tmp/plan/datasets >/tmp/plan/snapshots
                """.formatted(PEERS / ManySnapshots.OF_EACH, ManySnapshots.OF_EACH));
        configure("tank");
        Duration peer = bench.time(
                "PATH=/tmp/plan/bin:$PATH sanoid --prune-snapshots --force-prune --readonly --force-update --cache-dir=/tmp/plan/cache --run-dir=/tmp/plan/run");
        bench.print(String.format("  sanoid --readonly, %,d snapshots", PEERS), peer, "");
    }

    /** Through ZFS' own library: five thousand processes would take longer than all that is measured. */
    private void makePool() {
        bench.target("""
                [ -e %1$s ] && exit 0
                mkdir -p %2$s && mount -t tmpfs -o size=5G worn %2$s && truncate -s 2G %1$s
                zpool create -O mountpoint=none worn %1$s && zfs create worn/data
                python3 - <<'END'
                import ctypes
                nvpair, core = ctypes.CDLL("libnvpair.so.3"), ctypes.CDLL("libzfs_core.so.3")
                core.libzfs_core_init()
                for i in range(%3$d):
                    snapshot, failed = ctypes.c_void_p(), ctypes.c_void_p()
                    nvpair.nvlist_alloc(ctypes.byref(snapshot), 1, 0)
                    nvpair.nvlist_add_boolean(snapshot, b"worn/data@autosnap_%%d_hourly" %% i)
                    if core.lzc_snapshot(snapshot, None, ctypes.byref(failed)): raise SystemExit("no snapshot")
                    nvpair.nvlist_free(snapshot)
                END
                zpool export worn && cp --sparse=always %1$s %1$s.clone
                date -s '1 year' >/dev/null
                """.formatted(POOL, FOLDER, ManySnapshots.OF_EACH));
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
        configure("worn");
        Duration peer = bench.time(
                "timeout " + PEERS_SECONDS + " sanoid --prune-snapshots --force-prune --force-update --quiet || true");
        int left = Integer.parseInt(bench.target("zfs list -Hp -t snapshot -o name worn/data | wc -l")
                .strip());
        int peers = ManySnapshots.OF_EACH - left;
        bench.print(
                destroyed + " of " + ManySnapshots.OF_EACH + " snapshots destroyed",
                mine,
                String.format("%.0f times as many a second", (destroyed / seconds(mine)) / (peers / seconds(peer))));
        bench.print(
                "  sanoid --prune-snapshots --force-prune, " + peers + " of them",
                peer,
                "ended after at most " + PEERS_SECONDS + " s");
    }

    private static double seconds(Duration took) {
        return took.toNanos() / 1e9;
    }

    private void configure(String dataset) {
        bench.target("mkdir -p /etc/sanoid && cat >/etc/sanoid/sanoid.conf <<'END'\n"
                + ManySnapshots.sanoidConf(dataset) + "END");
    }

    private static FollowPolicies order() {
        return new FollowPolicies(
                1, "UTC", List.of(new ManagedDataset("worn/data", ManySnapshots.POLICY, List.of(), null)));
    }
}
