package org.openfoodfacts.brigade.suite.simulation;

import java.util.List;
import org.openfoodfacts.brigade.agent.exec.ExecResult;

/** {@code zfs mount} and {@code zfs unmount} of one file system; nobody ever keeps it busy. */
final class ZfsMount {
    private final ZfsCatalogue catalogue;

    ZfsMount(ZfsCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    ExecResult mount(List<String> arguments) {
        if (arguments.size() != 1) {
            return SimulatedTool.fail(2, SimulatedZfs.usage());
        }
        String name = arguments.getFirst();
        if (!catalogue.datasets().containsKey(name)) {
            return SimulatedZfs.notThere(name);
        }
        if (value(name, "canmount").equals("off")) {
            return SimulatedTool.fail(1, "cannot mount '" + name + "': 'canmount' property is set to 'off'\n");
        }
        String mountpoint = value(name, "mountpoint");
        if (mountpoint.equals("none")) {
            return SimulatedTool.fail(1, "cannot mount '" + name + "': no mountpoint set\n");
        }
        if (mountpoint.equals("legacy")) {
            return SimulatedTool.fail(
                    1, "cannot mount '" + name + "': legacy mountpoint\nuse mount(8) to mount this filesystem\n");
        }
        return value(name, "mounted").equals("yes")
                ? SimulatedTool.fail(1, "cannot mount '" + name + "': filesystem already mounted\n")
                : set(name, true);
    }

    ExecResult unmount(List<String> arguments) {
        if (arguments.size() != 1) {
            return SimulatedTool.fail(2, SimulatedZfs.usage());
        }
        String name = arguments.getFirst();
        if (!catalogue.datasets().containsKey(name)) {
            return SimulatedZfs.notThere(name);
        }
        return value(name, "mounted").equals("yes")
                ? set(name, false)
                : SimulatedTool.fail(1, "cannot unmount '" + name + "': not currently mounted\n");
    }

    private ExecResult set(String name, boolean mounted) {
        catalogue.datasets().computeIfPresent(name, (_, dataset) -> dataset.mounted(mounted));
        catalogue.save();
        return SimulatedTool.ok("");
    }

    private String value(String name, String property) {
        return new ZfsProperties(catalogue).value(name, property);
    }
}
