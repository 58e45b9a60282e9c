package org.openfoodfacts.brigade.suite.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.exec.Exec;
import org.openfoodfacts.brigade.agent.exec.ProcessExec;
import org.openfoodfacts.brigade.suite.simulation.SimulatedState.Unit;

/**
 * A machine in a folder: its file system is {@code root/}, what its tools know is {@code state.json}, the repositories its checkouts come
 * from lie in {@code upstream/}. Opening the same folder again gives the same machine, as after a restart of the agent.
 */
public record SimulatedMachine(Machine machine, SimulatedExec exec) {
    private static final long MEMORY_KIB = 16L << 20;

    public static SimulatedMachine create(Path folder, Description description) {
        return create(folder, description, Clock.systemUTC(), new ProcessExec());
    }

    /** @param processes starts git and build scripts inside the machine's folder, nothing else */
    public static SimulatedMachine create(Path folder, Description description, Clock clock, Exec processes) {
        Path home = folder.toAbsolutePath().normalize();
        Path root = home.resolve("root");
        Path upstreams = home.resolve("upstream");
        Duration uptime = Duration.ofHours(Plausible.between(description.node(), "uptime", 30, 3000));
        Instant boot = clock.instant().minus(uptime).truncatedTo(ChronoUnit.SECONDS);
        SimulatedState state = SimulatedState.open(home.resolve("state.json"), boot);
        populate(state, description, clock);
        SimulatedExec exec = new SimulatedExec(description, root, upstreams, state, clock, processes);
        try {
            writeFiles(root, description, state.content().bootTime(), exec.installed());
        } catch (IOException e) {
            throw new UncheckedIOException("the simulated machine " + description.node() + " cannot be made", e);
        }
        SimulatedUpstream upstream = new SimulatedUpstream(upstreams, processes);
        Machine machine = new Machine(exec, root);
        description.checkouts().forEach(checkout -> upstream.clone(checkout, machine.path(checkout.path())));
        return new SimulatedMachine(machine, exec);
    }

    /** As when a program of the machine writes so many bytes into a dataset. */
    public void write(String dataset, long bytes) {
        exec.write(dataset, bytes);
    }

    /** Adds what the description has and the state has not, so that a fleet may grow between two starts. */
    private static void populate(SimulatedState state, Description description, Clock clock) {
        ZfsCatalogue catalogue = new ZfsCatalogue(description.node(), state, clock);
        for (Description.SimulatedPool pool : description.pools()) {
            if (!catalogue.pools().containsKey(pool.name())) {
                catalogue.addPool(pool.name(), pool.sizeBytes());
            }
            pool.datasets().stream().sorted().forEach(dataset -> addDataset(catalogue, dataset));
        }
        List<String> units = new ArrayList<>(List.of("ssh.service", "cron.service"));
        units.addAll(description.units());
        if (description.isProxy()) {
            units.addAll(List.of(SimulatedNginx.UNIT, SimulatedFail2ban.UNIT));
        }
        if (description.hasStunnel()) {
            units.add("stunnel4.service");
        }
        Instant started = state.content().bootTime().plusSeconds(20);
        units.forEach(unit -> state.content().units().putIfAbsent(unit, new Unit("active", "running", started)));
        state.save();
    }

    private static void addDataset(ZfsCatalogue catalogue, String dataset) {
        int slash = dataset.lastIndexOf('/');
        if (slash < 0 || catalogue.datasets().containsKey(dataset)) {
            return;
        }
        addDataset(catalogue, dataset.substring(0, slash));
        catalogue.addDataset(dataset, "filesystem", null, catalogue.plausibleSize(dataset));
    }

    private static void writeFiles(Path root, Description description, Instant boot, List<String> installed)
            throws IOException {
        for (String tool : installed) {
            Path file = write(root, "usr/bin/" + tool, "simulated\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        write(root, "etc/os-release", "NAME=\"Debian GNU/Linux\"\nVERSION_ID=\"12\"\nID=debian\n");
        write(root, "proc/sys/kernel/hostname", description.node() + "\n");
        write(root, "proc/sys/kernel/osrelease", "6.8.12-4-pve\n");
        write(root, "proc/stat", "cpu  1 2 3 4\nbtime " + boot.getEpochSecond() + "\n");
        write(root, "proc/meminfo", "MemTotal:       " + MEMORY_KIB + " kB\n");
        int cpus = description.kind().equals("host") ? 16 : 4;
        write(root, "proc/cpuinfo", "processor\t: 0\n\n".repeat(cpus));
        for (SimulatedNetwork.Listener listener : SimulatedNetwork.listeners(description)) {
            write(
                    root,
                    "proc/" + listener.pid() + "/stat",
                    listener.pid() + " (" + listener.process() + ") S 1" + " 0".repeat(17) + " " + listener.startTicks()
                            + " 0\n");
        }
        if (description.isProxy()) {
            write(root, "etc/nginx/nginx.conf", "events {\n}\nhttp {\n}\n");
        }
        if (description.hasStunnel()) {
            Files.createDirectories(root.resolve("etc/stunnel/psk"));
        }
    }

    /** A file that is there already stays as it is. */
    private static Path write(Path root, String path, String content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        if (Files.notExists(file)) {
            Files.writeString(file, content);
        }
        return file;
    }
}
