package org.openfoodfacts.brigade.suite.bench.zfs;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.suite.launch.Installation;
import org.openfoodfacts.brigade.suite.zfs.ZfsGuest;
import org.openfoodfacts.brigade.suite.zfs.ZfsGuests;

/**
 * What the agent's work with ZFS costs on two real machines, beside sanoid and syncoid on the same machines in the same run. Each part prints its own
 * lines; the peer's is the one below.
 */
public final class ZfsBench implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofHours(2);

    private final ZfsGuests guests;
    private final GuestAgent agent;
    private final PrintWriter out;
    private final String sourceAddress;

    /** The parts, in the order in which they run. */
    public enum Part {
        /** Which of many snapshots are to go. */
        PLAN,
        /** What the agent lists when it looks at a machine. */
        LIST,
        /** Destroying them. */
        PRUNE,
        /** Bringing the changes of 40 datasets. */
        TREE,
        /** One large stream. */
        BULK,
        /** 200 datasets of which none has changed. */
        REST
    }

    private ZfsBench(ZfsGuests guests, PrintWriter out) {
        this.guests = guests;
        this.out = out;
        this.agent = GuestAgent.start(guests.target());
        this.sourceAddress = source("ip -4 -o address show vec0 | sed 's/.*inet \\([0-9.]*\\).*/\\1/'")
                .strip();
        letPull();
    }

    /** Boots the two machines, runs the parts and ends the machines. */
    public static void run(Collection<Part> parts, PrintWriter out) throws IOException {
        Path share = Files.createTempDirectory("brigade-bench");
        try {
            share(share);
            ZfsGuests guests = ZfsGuests.boot(share, Map.of("GUEST_MEMORY", "6G", "GUEST_DISK", "8G"));
            try (guests;
                    ZfsBench bench = new ZfsBench(guests, out)) {
                parts.stream().sorted().distinct().forEach(bench::run);
            }
        } finally {
            delete(share);
        }
    }

    private static void share(Path folder) throws IOException {
        Path root = Installation.find().root();
        Path tarball = one(root.resolve("agent/target"), "brigade-agent-", ".tar.gz");
        Files.copy(tarball, folder.resolve(tarball.getFileName()));
        Files.copy(
                one(root.resolve("suite/target"), "brigade-suite-", ".jar"),
                folder.resolve("suite.jar"),
                StandardCopyOption.REPLACE_EXISTING);
    }

    private static Path one(Path folder, String begin, String end) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(begin))
                    .filter(file -> file.getFileName().toString().endsWith(end))
                    .filter(file -> !file.getFileName().toString().endsWith("-tests.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(folder + " has no " + begin + "*" + end
                            + "; './mvnw package -DskipTests -Ppackage-agent' makes it"));
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private void letPull() {
        String key =
                target("mkdir -p -m 700 ~/.ssh && ssh-keygen -q -t ed25519 -N '' -f ~/.ssh/id_ed25519 </dev/null && "
                        + "cat ~/.ssh/id_ed25519.pub && ssh-keyscan -t ed25519 " + sourceAddress
                        + " >~/.ssh/known_hosts 2>/dev/null");
        source("mkdir -p -m 700 ~/.ssh && echo '" + key.strip() + "' >>~/.ssh/authorized_keys");
    }

    private void run(Part part) {
        switch (part) {
            case PLAN -> new WornPoolBench(this).plan();
            case LIST -> new WornPoolBench(this).list();
            case PRUNE -> new WornPoolBench(this).prune();
            case TREE -> new PullBench(this).tree();
            case BULK -> new PullBench(this).bulk();
            case REST -> new PullBench(this).rest();
        }
    }

    GuestAgent agent() {
        return agent;
    }

    String sourceAddress() {
        return sourceAddress;
    }

    String source(String script) {
        return shell(guests.source(), script);
    }

    String target(String script) {
        return shell(guests.target(), script);
    }

    private static String shell(ZfsGuest guest, String script) {
        return guest.output(Invocation.of("bash", "-s").within(LONGEST).reading("set -e\n" + script + "\n"));
    }

    /** How long the target takes for it. */
    Duration time(String script) {
        long begin = System.nanoTime();
        target(script);
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    void print(String what, Duration took, String more) {
        out.printf("%-58s %9.2f s  %s%n", what, took.toNanos() / 1e9, more);
        out.flush();
    }

    static String times(Duration mine, Duration peer) {
        return String.format("%.1f times as fast", (double) peer.toNanos() / mine.toNanos());
    }

    @Override
    public void close() {
        agent.close();
    }

    static List<String> numbered(String parent, int count) {
        return Stream.concat(
                        Stream.of(parent),
                        Stream.iterate(1, i -> i < count, i -> i + 1).map(i -> parent + "/d" + i))
                .toList();
    }
}
