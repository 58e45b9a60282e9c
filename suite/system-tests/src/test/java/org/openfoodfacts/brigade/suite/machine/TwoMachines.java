package org.openfoodfacts.brigade.suite.machine;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.openfoodfacts.brigade.suite.SuiteStart;
import org.openfoodfacts.brigade.suite.fleet.Git;
import org.openfoodfacts.brigade.suite.launch.Elsewhere;
import org.openfoodfacts.brigade.suite.launch.Parallel;
import org.openfoodfacts.brigade.suite.launch.StateFolder;
import org.openfoodfacts.brigade.suite.launch.Suite;
import org.openfoodfacts.brigade.suite.launch.SuiteOptions;
import org.openfoodfacts.brigade.suite.rest.ApiClient;
import org.openfoodfacts.brigade.suite.rest.TokenIssuer.Role;

/**
 * A suite without simulated nodes, and two real machines that joined it: {@code proxy} bans and serves git, {@code tunnel} is the other end
 * of a tunnel and builds releases. Two with ZFS may join as well: {@link ZfsMachines}.
 */
record TwoMachines(Suite suite, ApiClient api, RealMachine proxy, RealMachine tunnel) implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofMinutes(5);
    /** Kept here, because the log manager would let an unused logger and its level be collected. */
    private static final Logger KAFKA = Logger.getLogger("org.apache.kafka");

    private static final String FLEET = "fleet";
    private static final String PROXY = "north-proxy";
    private static final String TUNNEL = "south-tunnel";
    /** Bans are looked after every quarter of it. */
    private static final String SHORT_INTERVAL = "PT12S";
    /** As shipped. */
    private static final String USUAL_INTERVAL = "PT1M";

    static TwoMachines start() {
        KAFKA.setLevel(Level.WARNING);
        CompletableFuture<RealMachine> proxy = CompletableFuture.supplyAsync(() -> RealMachine.boot(PROXY));
        CompletableFuture<RealMachine> tunnel = CompletableFuture.supplyAsync(() -> RealMachine.boot(TUNNEL));
        TwoMachines machines = join(proxy.join(), tunnel.join());
        try {
            machines.takeIn();
            return machines;
        } catch (RuntimeException e) {
            machines.close();
            throw e;
        }
    }

    private static TwoMachines join(RealMachine proxy, RealMachine tunnel) {
        try {
            InetAddress bridge = RequiresBridge.address().orElseThrow();
            Path folder = Files.createTempDirectory("brigade-machines");
            Path fleet = fleet(folder, git(proxy));
            SuiteOptions options = new SuiteOptions(
                    new StateFolder(folder.resolve("state")),
                    fleet,
                    null,
                    false,
                    false,
                    new Elsewhere(bridge, Set.of(PROXY, TUNNEL, ZfsMachines.NORTH, ZfsMachines.SOUTH)));
            Suite suite = SuiteStart.of(options);
            return new TwoMachines(suite, suite.api(Role.admin, "administrator"), proxy, tunnel);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            proxy.close();
            tunnel.close();
            throw e;
        }
    }

    private static Path fleet(Path folder, String git) throws IOException {
        Path fleet = Files.createDirectory(folder.resolve(FLEET));
        Files.writeString(
                fleet.resolve("fleet.yaml"), RealMachine.resource("fleet.yaml").replace("@GIT@", git));
        write(fleet, "confs/" + ZfsMachines.NORTH + "/sanoid/sanoid.conf");
        write(fleet, "confs/" + ZfsMachines.SOUTH + "/sanoid/syncoid-args.conf");
        Git repository = new Git(fleet);
        repository.init();
        repository.commitAll("Machines");
        return fleet;
    }

    private static void write(Path fleet, String name) throws IOException {
        Path file = fleet.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, RealMachine.resource(file.getFileName().toString()));
    }

    /** Commits fleet.yaml with one part of it replaced, and has it imported. */
    void declare(String part, String instead) {
        Path fleet = suite.state().root().resolveSibling(FLEET);
        Path file = fleet.resolve("fleet.yaml");
        try {
            Files.writeString(file, Files.readString(file).replace(part, instead));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        new Git(fleet).commitAll(instead);
        api.post("inventory/imports", Map.of());
    }

    private static String git(RealMachine proxy) {
        return "git://" + proxy.address();
    }

    private void takeIn() {
        Parallel.run(List.of(
                () -> {
                    proxy.runResource("repository.sh");
                    tunnel.runResource("checkouts.sh", "GIT=" + git(proxy));
                },
                () -> install(proxy, SHORT_INTERVAL),
                () -> install(tunnel, USUAL_INTERVAL)));
        List.of(proxy, tunnel).forEach(this::awaitOnline);
    }

    private void install(RealMachine machine, String interval) {
        String token = api.post("security/invitations", Map.of("node", machine.name()))
                .path("token")
                .asText();
        machine.put("/root/brigade-agent.tar.gz", RequiresTarball.newest().orElseThrow());
        machine.put("/root/policy", RealMachine.resource(machine.name() + ".policy"), 0600);
        machine.put("/root/token", token + "\n", 0600);
        machine.runResource(
                "install-agent.sh",
                "NODE=" + machine.name(),
                "API=" + suite.urlElsewhere().orElseThrow() + "/api/security",
                "INTERVAL=" + interval);
    }

    void awaitOnline(RealMachine machine) {
        awaitOnline(machine.name());
    }

    void awaitOnline(String name) {
        Awaitility.await(name + " is online and has told what it is")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> {
                    JsonNode node = api.get("inventory/nodes/" + name);
                    return "online".equals(node.path("status").asText())
                            && node.path("facts").hasNonNull("capabilities");
                });
    }

    JsonNode node(RealMachine machine) {
        return api.get("inventory/nodes/" + machine.name());
    }

    JsonNode fact(RealMachine machine, String kind) {
        return node(machine).path("facts").path(kind).path("data");
    }

    private static void deleteAll(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        Parallel.run(List.of(
                () -> {
                    api.close();
                    suite.close();
                    deleteAll(suite.state().root().getParent());
                },
                proxy::close,
                tunnel::close));
    }
}
