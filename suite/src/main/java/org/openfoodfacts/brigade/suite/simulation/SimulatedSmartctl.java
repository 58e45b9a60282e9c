package org.openfoodfacts.brigade.suite.simulation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.contracts.Json;

/** {@code smartctl --json}: the disks that {@code lsblk} lists; the first is a virtual one, which knows nothing of itself, the others are well. */
final class SimulatedSmartctl implements SimulatedTool {
    private static final int NO_ANSWER = 4;
    private static final int LEAST_HOURS = 1_000;
    private static final int MOST_HOURS = 50_000;

    private final String node;
    private final SimulatedStorage storage;

    SimulatedSmartctl(String node, SimulatedStorage storage) {
        this.node = node;
        this.storage = storage;
    }

    @Override
    public ExecResult run(List<String> arguments) {
        return arguments.contains("--scan") ? scan() : read(arguments.getLast());
    }

    private ExecResult scan() {
        ObjectNode answer = Json.mapper().createObjectNode();
        ArrayNode devices = answer.putArray("devices");
        storage.disks()
                .forEach(disk -> devices.addObject()
                        .put("name", "/dev/" + disk.name())
                        .put("type", "scsi")
                        .put("protocol", "SCSI"));
        return SimulatedTool.ok(answer.toPrettyString());
    }

    private ExecResult read(String device) {
        ObjectNode answer = Json.mapper().createObjectNode();
        List<SimulatedStorage.Disk> disks = storage.disks();
        for (int i = 0; i < disks.size(); i++) {
            if (device.equals("/dev/" + disks.get(i).name())) {
                return i == 0 ? virtual(answer, disks.get(i)) : real(answer, disks.get(i));
            }
        }
        message(answer, device + ": Unable to detect device type");
        return new ExecResult.Exited(1, answer.toPrettyString(), "", false);
    }

    private static ExecResult virtual(ObjectNode answer, SimulatedStorage.Disk disk) {
        message(answer, "Device does not support SMART");
        answer.put("model_name", disk.model());
        return new ExecResult.Exited(NO_ANSWER, answer.toPrettyString(), "", false);
    }

    private ExecResult real(ObjectNode answer, SimulatedStorage.Disk disk) {
        answer.put("model_name", disk.model());
        answer.put("serial_number", serial(disk));
        answer.putObject("smart_status").put("passed", true);
        answer.putObject("temperature").put("current", (int) Plausible.between(node, disk.name() + " celsius", 28, 44));
        answer.putObject("power_on_time")
                .put("hours", Plausible.between(node, disk.name() + " hours", LEAST_HOURS, MOST_HOURS));
        ArrayNode table = answer.putObject("ata_smart_attributes").putArray("table");
        for (int id : new int[] {5, 197, 198}) {
            table.addObject().put("id", id).putObject("raw").put("value", 0);
        }
        return SimulatedTool.ok(answer.toPrettyString());
    }

    private String serial(SimulatedStorage.Disk disk) {
        return "ZL2"
                + Long.toString(
                                Plausible.between(node, disk.name() + " serial", 36L * 36 * 36, 36L * 36 * 36 * 36 - 1),
                                36)
                        .toUpperCase(Locale.ROOT);
    }

    private static void message(ObjectNode answer, String text) {
        answer.putObject("smartctl")
                .putArray("messages")
                .addObject()
                .put("string", text)
                .put("severity", "error");
    }
}
