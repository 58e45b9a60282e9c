package org.openfoodfacts.brigade.suite.bench.zfs;

import static java.util.stream.Collectors.toMap;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets.Expected;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets.Pull;
import org.openfoodfacts.brigade.contracts.replication.SshRoute;

/** Bringing datasets from one machine to the other, beside {@code syncoid} and the bare pipe. */
final class PullBench {
    private static final int TREE = 40;
    private static final int RESTING = 200;
    private static final int BULK_MIB = 1024;
    private static final String TAG = "brigade:bench";
    private static final String SYNCOID = "syncoid --no-sync-snap --no-privilege-elevation --quiet ";

    private final ZfsBench bench;

    PullBench(ZfsBench bench) {
        this.bench = bench;
    }

    void tree() {
        List<String> tree = ZfsBench.numbered("tank/tree", TREE);
        bench.source("for d in " + String.join(" ", tree) + "; do zfs create $d; done");
        change(tree, 1);
        beside(TREE + " datasets of 1 MiB, for the first time", pull(tree, null, "1"), "tank/tree");
        change(tree, 2);
        beside(TREE + " datasets with 1 MiB of changes each", pull(tree, "1", "2"), "tank/tree");
        beside(TREE + " datasets with nothing to do", pull(tree, "1", "2"), "tank/tree");
    }

    private void change(List<String> tree, int snapshot) {
        bench.source("for d in " + String.join(" ", tree)
                + "; do dd if=/dev/urandom of=/$d/data bs=1M count=1 status=none; done; sync; zfs snapshot -r "
                + tree.getFirst() + "@" + snapshot);
    }

    private void beside(String what, Duration mine, String source) {
        Duration peer = bench.time(SYNCOID + "-r " + peer(source));
        bench.print(what, mine, ZfsBench.times(mine, peer));
        bench.print("  syncoid -r", peer, "");
    }

    private String peer(String source) {
        return "root@" + bench.sourceAddress() + ":" + source + " " + source.replace("tank/", "tank/peer-");
    }

    /** As the service asks for it: parents come before what lies below them. */
    private Duration pull(List<String> datasets, String from, String to) {
        Map<String, String> guids = guids(datasets.getFirst());
        List<Pull> all = datasets.stream()
                .map(dataset -> new Pull(
                        dataset,
                        dataset,
                        new Expected(
                                from == null ? null : guids.get(dataset + "@" + from),
                                guids.get(dataset + "@" + to),
                                null),
                        false,
                        0,
                        TAG))
                .toList();
        return from != null ? pull(all) : pull(all.subList(0, 1)).plus(pull(all.subList(1, all.size())));
    }

    private Duration pull(List<Pull> pulls) {
        if (pulls.isEmpty()) {
            return Duration.ZERO;
        }
        SshRoute route = new SshRoute("root", bench.sourceAddress(), 0, null);
        return Duration.ofNanos(
                bench.agent().does("pull", new PullDatasets(route, pulls)).nanos());
    }

    private Map<String, String> guids(String parent) {
        return bench.source("zfs list -Hp -r -t snapshot -o name,guid " + parent)
                .lines()
                .map(line -> line.split("\t"))
                .collect(toMap(fields -> fields[0], fields -> fields[1]));
    }

    void bulk() {
        bench.source("zfs create tank/bulk && dd if=/dev/urandom of=/tank/bulk/data bs=1M count=" + BULK_MIB
                + " status=none && sync && zfs snapshot tank/bulk@1");
        String pipe = "ssh root@" + bench.sourceAddress() + " zfs send -L -e -c tank/bulk@1 | zfs receive -u tank/bare";
        List<Duration> mine = new ArrayList<>();
        List<Duration> bare = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            mine.add(pull(List.of("tank/bulk"), null, "1"));
            bench.target("zfs destroy -r tank/bulk");
            bare.add(bench.time(pipe));
            bench.target("zfs destroy -r tank/bare");
        }
        Duration best = mine.stream().min(Duration::compareTo).orElseThrow();
        Duration bestBare = bare.stream().min(Duration::compareTo).orElseThrow();
        bench.print(
                BULK_MIB + " MiB in one stream, best of three",
                best,
                rate(best) + ", " + Math.round(100.0 * bestBare.toNanos() / best.toNanos()) + " % of the bare pipe");
        bench.print("  ssh zfs send | zfs receive", bestBare, rate(bestBare));
    }

    private static String rate(Duration took) {
        return String.format("%.0f MiB/s", BULK_MIB * 1e9 / took.toNanos());
    }

    void rest() {
        List<String> tree = ZfsBench.numbered("tank/rest", RESTING);
        bench.source("for d in " + String.join(" ", tree) + "; do zfs create $d; done; zfs snapshot -r tank/rest@1");
        pull(tree, null, "1");
        pull(tree, "1", "1");
        bench.print(
                RESTING + " datasets with nothing to do",
                pull(tree, "1", "1"),
                "beside syncoid's for " + TREE + ", above");
    }
}
