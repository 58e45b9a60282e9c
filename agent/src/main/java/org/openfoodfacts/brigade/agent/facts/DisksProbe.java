package org.openfoodfacts.brigade.agent.facts;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.tools.ToolFailure;
import org.openfoodfacts.brigade.contracts.facts.DisksFact;
import org.openfoodfacts.brigade.contracts.facts.DisksFact.Disk;
import org.openfoodfacts.brigade.contracts.facts.Fact;

/** What smartctl reads out of each disk, once an hour: a disk is a slow thing to ask. One that sleeps is left asleep. */
public final class DisksProbe implements Probe {
    private static final Duration EVERY = Duration.ofHours(1);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final InstantSource time;
    private List<Fact> told = List.of();
    private Instant askedAt = Instant.EPOCH;

    public DisksProbe() {
        this(InstantSource.system());
    }

    DisksProbe(InstantSource time) {
        this.time = time;
    }

    /** {@code type} is given on only for a disk behind a controller: of others smartctl's own guess is better than what it lists. */
    private record Device(String name, String type) {
        static Device of(JsonNode node) {
            return new Device(node.path("name").asText(), node.path("type").asText());
        }

        private boolean isBehindController() {
            return type.contains(",");
        }

        private String shown() {
            return isBehindController() ? name + " " + type : name;
        }

        private Invocation reading() {
            List<String> argv = new ArrayList<>(List.of("smartctl", "--json", "-i", "-H", "-A", "-n", "standby"));
            if (isBehindController()) {
                argv.addAll(List.of("-d", type));
            }
            argv.add(name);
            return Invocation.of(argv.toArray(String[]::new)).within(PATIENCE);
        }
    }

    @Override
    public String name() {
        return "disks";
    }

    @Override
    public List<Fact> observe(Machine machine, Watch watch) {
        Instant now = time.instant();
        if (!Passed.since(askedAt, EVERY, now)) {
            return told;
        }
        ExecResult scan =
                machine.exec().run(Invocation.of("smartctl", "--scan", "--json").within(PATIENCE));
        if (scan instanceof ExecResult.Missing) {
            return List.of();
        }
        List<Disk> disks = new ArrayList<>();
        for (JsonNode node : json(scan).path("devices")) {
            disks.add(disk(machine, Device.of(node)));
        }
        told = disks.isEmpty() ? List.of() : List.of(new DisksFact(disks));
        askedAt = now;
        return told;
    }

    /** One that does not answer must not keep the others from being told of. */
    private static Disk disk(Machine machine, Device device) {
        try {
            return SmartReading.of(device.shown(), json(machine.exec().run(device.reading())));
        } catch (UnseenException e) {
            return SmartReading.unread(device.shown(), e.getMessage());
        }
    }

    /** Its exit code tells of the disk's health, too, so what it printed counts and not how it ended. */
    private static JsonNode json(ExecResult ended) {
        if (!(ended instanceof ExecResult.Exited exited) || exited.output().isBlank()) {
            throw new UnseenException("smartctl: " + ToolFailure.describe(ended));
        }
        return ToolJson.parse("smartctl", exited.output());
    }
}
