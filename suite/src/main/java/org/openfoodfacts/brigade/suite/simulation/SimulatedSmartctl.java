package org.openfoodfacts.brigade.suite.simulation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.contracts.Json;

/** {@code smartctl --json}: the disks that {@code lsblk} lists; the first is a virtual one, which knows nothing of itself, the others are well. */
final class SimulatedSmartctl implements SimulatedTool {
    private static final Set<String> KNOWN = Set.of("--json", "--scan");
    private static final int USAGE = 1;
    private static final int NOT_OPENED = 2;
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
        for (String argument : arguments) {
            if (argument.startsWith("--") && !KNOWN.contains(argument)) {
                return failed(USAGE, "=======> UNRECOGNIZED OPTION: " + argument.substring(2));
            }
        }
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
        List<SimulatedStorage.Disk> disks = storage.disks();
        for (int i = 0; i < disks.size(); i++) {
            if (device.equals("/dev/" + disks.get(i).name())) {
                return i == 0 ? virtual(disks.get(i)) : real(disks.get(i));
            }
        }
        return failed(NOT_OPENED, "Smartctl open device: " + device + " failed: No such device");
    }

    private static ExecResult virtual(SimulatedStorage.Disk disk) {
        ObjectNode answer = Json.mapper().createObjectNode();
        answer.put("scsi_model_name", disk.model());
        answer.putObject("smart_support").put("available", false);
        answer.putObject("temperature").put("current", 0);
        return SimulatedTool.ok(answer.toPrettyString());
    }

    private ExecResult real(SimulatedStorage.Disk disk) {
        ObjectNode answer = Json.mapper().createObjectNode();
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

    private static ExecResult failed(int code, String words) {
        ObjectNode answer = Json.mapper().createObjectNode();
        ObjectNode smartctl = answer.putObject("smartctl").put("exit_status", code);
        smartctl.putArray("messages").addObject().put("string", words).put("severity", "error");
        return new ExecResult.Exited(code, answer.toPrettyString(), "", false);
    }
}
