package org.openfoodfacts.brigade.confs.lint.scripts;

import java.util.List;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.confs.lint.Format.Read;
import org.openfoodfacts.brigade.confs.lint.Formats;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.shell.ShellScript;
import org.openfoodfacts.brigade.confs.source.Source;
import org.openfoodfacts.brigade.confs.systemd.ShellCommand;
import org.openfoodfacts.brigade.confs.systemd.UnitFile;
import org.openfoodfacts.brigade.confs.systemd.UnitFile.Setting;

/** A shell script wherever it stands: a file, or a line of a unit. {@code unitLine} is that line, 0 for a file. */
record RunScript(Source source, String text, ShellScript parsed, int unitLine) {
    private static final List<String> EXEC =
            List.of("ExecStartPre", "ExecStart", "ExecStartPost", "ExecReload", "ExecStop", "ExecStopPost");

    static Stream<RunScript> all(Repository repository) {
        return Stream.concat(files(repository), inUnits(repository));
    }

    static Stream<RunScript> files(Repository repository) {
        return repository.all(Formats.SHELL).stream()
                .map(read -> new RunScript(read.source(), read.source().text().all(), read.value(), 0));
    }

    static Stream<RunScript> inUnits(Repository repository) {
        return repository.all(Formats.UNIT).stream().flatMap(RunScript::of);
    }

    static Stream<RunScript> of(Read<UnitFile> unit) {
        return EXEC.stream().flatMap(key -> unit.value().all("Service", key)).flatMap(setting -> of(unit, setting));
    }

    private static Stream<RunScript> of(Read<UnitFile> unit, Setting setting) {
        return ShellCommand.of(setting.value()).stream()
                .map(command -> new RunScript(
                        unit.source(), command.script(), ShellScript.parse(command.script()), setting.line()));
    }

    /** The line in the file for one of the script. */
    int line(int ofScript) {
        return unitLine == 0 ? ofScript : unitLine;
    }

    /** How a line of the script is named in a sentence. */
    String at(int ofScript) {
        return unitLine == 0 ? "line " + ofScript : "the pipe before";
    }
}
