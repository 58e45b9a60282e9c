package org.openfoodfacts.brigade.suite.machine;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.suite.launch.Parallel;
import org.openfoodfacts.brigade.suite.rest.ApiClient;
import org.openfoodfacts.brigade.suite.zfs.ZfsGuest;
import org.openfoodfacts.brigade.suite.zfs.ZfsGuests;

/**
 * Two machines with real ZFS and packaged agents, which joined the suite of {@link TwoMachines}. Data is written and snapshotted on the one
 * in the north; the one in the south has the copies, and pulls them as an operator who may send and hold and nothing else.
 */
record ZfsMachines(TwoMachines others, ZfsGuests guests) implements AutoCloseable {
    static final String NORTH = "north-zfs";
    static final String SOUTH = "south-zfs";

    private static final Duration PATIENCE = TwoMachines.PATIENCE;

    static ZfsMachines start(TwoMachines others) {
        ZfsMachines machines = new ZfsMachines(others, ZfsGuests.boot());
        try {
            machines.takeIn();
            return machines;
        } catch (RuntimeException e) {
            machines.close();
            throw e;
        }
    }

    ApiClient api() {
        return others.api();
    }

    ZfsGuest north() {
        return guests.source();
    }

    ZfsGuest south() {
        return guests.target();
    }

    private void takeIn() {
        Parallel.run(List.of(() -> install(north(), NORTH), () -> install(south(), SOUTH)));
        letPull();
        List.of(north(), south()).forEach(this::startAgent);
        List.of(NORTH, SOUTH).forEach(others::awaitOnline);
    }

    private void install(ZfsGuest guest, String name) {
        String token = api().post("security/invitations", Map.of("node", name))
                .path("token")
                .asText();
        run(
                guest,
                RealMachine.resource("install-agent-on-guest.sh"),
                Map.of(
                        "NODE",
                        name,
                        "SUITE",
                        RequiresBridge.address().orElseThrow().getHostAddress(),
                        "API",
                        others.suite().urlElsewhere().orElseThrow() + "/api/security",
                        "TOKEN",
                        token));
    }

    private void letPull() {
        String key = run(
                south(),
                "mkdir -p -m 700 ~/.ssh && ssh-keygen -q -t ed25519 -N '' -f ~/.ssh/id_ed25519 </dev/null && cat ~/.ssh/id_ed25519.pub",
                Map.of());
        run(north(), RealMachine.resource("operator-who-may-send.sh"), Map.of("KEY", key.strip()));
        run(
                south(),
                "ssh-keyscan -t ed25519 " + NORTH
                        + " 2>/dev/null >~/.ssh/known_hosts && test -s ~/.ssh/known_hosts && zfs create tank/copies",
                Map.of());
    }

    /** With a mount namespace of its own, as systemd and its unit give it: it sees what the machine mounts, and the machine nothing that it would mount there. */
    void startAgent(ZfsGuest guest) {
        run(
                guest,
                "mount --make-rshared /\nsetsid unshare --mount --propagation slave /opt/brigade-agent/bin/brigade-agent run --config /etc/brigade-agent/agent.properties"
                        + " >>/var/log/brigade-agent.log 2>&1 </dev/null &",
                Map.of());
    }

    /** As a power cut would, but for what it had started: that finds its pipes closed. */
    void killAgent(ZfsGuest guest) {
        run(guest, "pkill -KILL -f AgentMain", Map.of());
    }

    /** What the script printed; IllegalStateException with all it said when it failed. */
    static String run(ZfsGuest guest, String script, Map<String, String> variables) {
        return guest.output(
                Invocation.of("bash", "-s").with(variables).within(PATIENCE).reading(script));
    }

    /** A process of the guest has the folder as its own meanwhile. */
    void whileSomebodyIsIn(ZfsGuest guest, String folder, Runnable meanwhile) {
        String process = run(
                        guest,
                        "cd " + folder + " && { setsid sleep 600 >/dev/null 2>&1 </dev/null & } && echo $!",
                        Map.of())
                .strip();
        try {
            meanwhile.run();
        } finally {
            guest.output("kill", process);
        }
    }

    /** A {@code zfs receive} of the guest waits meanwhile for a stream into the dataset. */
    void whileSomebodyReceives(ZfsGuest guest, String dataset, Runnable meanwhile) {
        String group = run(
                        guest,
                        "setsid sh -c 'sleep 600 | zfs receive -s -u \"$1\"' sh '" + dataset
                                + "' >/dev/null 2>&1 </dev/null & echo $!; until pgrep -f '^zfs receive' >/dev/null; do sleep 0.1; done",
                        Map.of())
                .strip();
        try {
            meanwhile.run();
        } finally {
            guest.output("kill", "--", "-" + group);
        }
    }

    static List<String> lines(ZfsGuest guest, String... argv) {
        return guest.output(argv).lines().toList();
    }

    /** The names behind the {@code @} of a dataset's own, oldest first. */
    static List<String> snapshots(ZfsGuest guest, String dataset) {
        return lines(guest, "zfs", "list", "-H", "-t", "snapshot", "-o", "name", "-s", "createtxg", "-d", "1", dataset)
                .stream()
                .map(name -> name.substring(name.indexOf('@') + 1))
                .toList();
    }

    /** The copy of this name in {@code tank/copies}. */
    JsonNode pair(String copy) {
        return api().get("zfs-sync/pairs?limit=1000&node=" + SOUTH)
                .path("items")
                .valueStream()
                .filter(pair -> pair.path("target").path("dataset").asText().equals("tank/copies/" + copy))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no pair with the copy tank/copies/" + copy));
    }

    /** Waits until the copy's newest snapshot is the source's. */
    void awaitInSync(String copy) {
        Awaitility.await("the copy " + copy + " is in sync")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> {
                    JsonNode pair = pair(copy);
                    return pair.path("state").asText().equals("CURRENT")
                            && pair.path("snapshotsBehind").asInt(-1) == 0;
                });
    }

    @Override
    public void close() {
        guests.close();
    }
}
