package org.openfoodfacts.brigade.confs.modprobe;

import java.util.List;

/** A command of a {@code modprobe.d} file: {@code options zfs zfs_arc_max=1}; {@code line} is the first of its lines. */
public record ModprobeCommand(String command, String module, List<String> arguments, int line) {
    public ModprobeCommand {
        arguments = List.copyOf(arguments);
    }
}
