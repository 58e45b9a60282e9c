package org.openfoodfacts.brigade.agent.facts;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.tools.ToolFailure;
import org.openfoodfacts.brigade.agent.tools.ToolLines;
import org.openfoodfacts.brigade.agent.tools.ToolNumbers;
import org.openfoodfacts.brigade.contracts.facts.Fact;
import org.openfoodfacts.brigade.contracts.facts.StorageFact;
import org.openfoodfacts.brigade.contracts.facts.StorageFact.BlockDevice;
import org.openfoodfacts.brigade.contracts.facts.StorageFact.FileSystem;

/** Block devices and the fill of local file systems. File systems of the network are left out: a dead server would hold df up. */
public final class StorageProbe implements Probe {
    private static final Set<String> WITHOUT_FIXED_INODES = Set.of("zfs", "btrfs");
    /** df ends with it when one of many file systems cannot be read; the others' lines are good. */
    private static final int SOME_UNREADABLE = 1;

    private static final Pattern DF_LINE =
            Pattern.compile("(\\S.*?)\\s+(\\S+)\\s+(\\d+|-)\\s+(\\d+|-)\\s+(\\d+|-)\\s+(\\d+|-)\\s+(/.*)");

    @Override
    public String name() {
        return "storage";
    }

    @Override
    public List<Fact> observe(Machine machine, Watch watch) {
        Optional<JsonNode> devices = ToolJson.read(machine, "lsblk", "-J", "-b", "-o", "NAME,TYPE,SIZE,MODEL");
        ToolLines df = ToolLines.of(
                machine.exec(),
                Invocation.of(
                        "df",
                        "-l",
                        "-B1",
                        "-x",
                        "tmpfs",
                        "-x",
                        "devtmpfs",
                        "-x",
                        "squashfs",
                        "-x",
                        "efivarfs",
                        "--output=source,fstype,size,used,itotal,iused,target"));
        if (!df.isMissing() && !(df.end() instanceof ExecResult.Exited exited && exited.code() <= SOME_UNREADABLE)) {
            throw new UnseenException("df: " + ToolFailure.describe(df.end()));
        }
        List<FileSystem> fileSystems = fileSystems(df.lines());
        return devices.isEmpty() && fileSystems.isEmpty()
                ? List.of()
                : List.of(
                        new StorageFact(devices.map(StorageProbe::blockDevices).orElse(List.of()), fileSystems));
    }

    static List<BlockDevice> blockDevices(JsonNode lsblk) {
        List<BlockDevice> devices = new ArrayList<>();
        collect(lsblk.path("blockdevices"), devices);
        return devices.stream().distinct().toList();
    }

    private static void collect(JsonNode nodes, List<BlockDevice> devices) {
        for (JsonNode node : nodes) {
            String model =
                    node.path("model").isTextual() ? node.path("model").asText().strip() : null;
            devices.add(new BlockDevice(
                    node.path("name").asText(),
                    node.path("type").asText(),
                    ToolNumbers.longOr(node.path("size").asText(), 0),
                    model));
            collect(node.path("children"), devices);
        }
    }

    static List<FileSystem> fileSystems(List<String> lines) {
        List<FileSystem> fileSystems = new ArrayList<>();
        for (String line : lines) {
            Matcher matcher = DF_LINE.matcher(line);
            if (matcher.matches()) {
                boolean fixed = !WITHOUT_FIXED_INODES.contains(matcher.group(2));
                fileSystems.add(new FileSystem(
                        matcher.group(1),
                        matcher.group(7),
                        matcher.group(2),
                        ToolNumbers.longOr(matcher.group(3), 0),
                        ToolNumbers.longOr(matcher.group(4), 0),
                        fixed ? ToolNumbers.longOr(matcher.group(5), 0) : 0,
                        fixed ? ToolNumbers.longOr(matcher.group(6), 0) : 0));
            }
        }
        return fileSystems;
    }
}
