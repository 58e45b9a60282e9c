package org.openfoodfacts.brigade.confs.lint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.confs.Parsed;
import org.openfoodfacts.brigade.confs.Problem;
import org.openfoodfacts.brigade.confs.fleet.Fleet;
import org.openfoodfacts.brigade.confs.fleet.FleetFile;
import org.openfoodfacts.brigade.confs.lint.Format.Read;
import org.openfoodfacts.brigade.confs.shell.ScriptCheck;
import org.openfoodfacts.brigade.confs.shell.ShellRemark;
import org.openfoodfacts.brigade.confs.source.EntryTree;
import org.openfoodfacts.brigade.confs.source.Source;
import org.openfoodfacts.brigade.confs.source.Sources;

/** A configuration repository as the rules see it: every file by machine, parsed once however many rules, on any thread, and machines ask. */
public final class Repository {
    /** The folder below {@code confs/} that holds what machines share; it is no machine. */
    public static final String SHARED = "common";

    private final EntryTree tree;
    private final Sources sources;
    private final Map<String, List<Source>> byFolder = new HashMap<>();
    private final Memo<Format<?>> read = new Memo<>();
    private final Memo<Format<?>> readByFolder = new Memo<>();
    private final Memo<Parse> parsed = new Memo<>();
    private final Memo<Class<?>> views = new Memo<>();
    private final List<String> machineFolders;
    private final Fleet fleet;
    private final Machines machines;
    private CompletableFuture<Map<String, List<ShellRemark>>> remarks = CompletableFuture.completedFuture(Map.of());

    private Repository(EntryTree tree) {
        this.tree = tree;
        this.sources = Sources.of(tree);
        sources.all()
                .forEach(source -> byFolder.computeIfAbsent(source.folder(), _ -> new ArrayList<>())
                        .add(source));
        this.machineFolders = machineFolders();
        this.fleet = sources.all().stream()
                .filter(source -> source.name().equals(FleetFile.NAME))
                .findFirst()
                .map(source -> FleetFile.parse(source.text().all()).value())
                .orElse(null);
        this.machines = new Machines(this);
    }

    public static Repository of(EntryTree tree) {
        return new Repository(tree);
    }

    /** Has the scripts checked while the rules do other things. */
    void check(ScriptCheck scriptCheck) {
        remarks = scriptCheck.check(all(Formats.SHELL).stream()
                .map(read -> read.source().text().all())
                .toList());
    }

    /** What ShellCheck says of a script; nothing where it was not asked. */
    public List<ShellRemark> shellRemarks(String script) {
        return remarks.join().getOrDefault(script, List.of());
    }

    public List<Source> sources() {
        return sources.all();
    }

    /** True for a name that is a file, however large, a link, or a folder above one; links are not followed. */
    public boolean has(String name) {
        return tree.has(name);
    }

    /** Links that lead nowhere, out, or in a circle. */
    public List<Problem> links() {
        return sources.problems();
    }

    public List<Source> of(String folder) {
        return byFolder.getOrDefault(folder, List.of());
    }

    /** A machine's file by its name below its folder. */
    public Optional<Source> find(String folder, String inFolder) {
        return of(folder).stream().filter(s -> s.inFolder().equals(inFolder)).findFirst();
    }

    /** The machines' folders below {@code confs/}, in order; what they share is none. */
    public List<String> machines() {
        return machineFolders;
    }

    public boolean isMachine(String folder) {
        return byFolder.containsKey(folder) && !folder.isEmpty() && !folder.equals(SHARED);
    }

    private List<String> machineFolders() {
        return byFolder.keySet().stream().filter(this::isMachine).sorted().toList();
    }

    /** What the machines are. */
    public Machines machine() {
        return machines;
    }

    /** Empty when there is no {@code fleet.yaml}. */
    public Optional<Fleet> fleet() {
        return Optional.ofNullable(fleet);
    }

    /** Every file of this format, once per name it has. */
    public <T> List<Read<T>> all(Format<T> format) {
        return read.get(format, () -> readAll(format));
    }

    public <T> Stream<Read<T>> all(Format<T> format, String folder) {
        Map<String, List<Read<T>>> byFolder = readByFolder.get(
                format,
                () -> all(format).stream()
                        .collect(Collectors.groupingBy(read -> read.source().folder())));
        return byFolder.getOrDefault(folder, List.of()).stream();
    }

    private <T> List<Read<T>> readAll(Format<T> format) {
        return sources.all().parallelStream()
                .filter(format.isMine())
                .map(source -> new Read<>(source, parse(format, source).value()))
                .toList();
    }

    /** A file in a format, by its real name. */
    private record Parse(Format<?> format, String file) {}

    private <T> Parsed<T> parse(Format<T> format, Source source) {
        String real = source.real();
        return parsed.get(new Parse(format, real), () -> {
            String text = source.text().all();
            return text.indexOf('\0') < 0
                    ? format.parser().apply(real, text)
                    : new Parsed<>(format.parser().apply(real, "").value(), List.of(noText(real, format)));
        });
    }

    private static Problem noText(String file, Format<?> format) {
        String what = "the file holds a NUL, so it is no text and nothing of it was read as " + format.name();
        return new Problem(
                Problem.Severity.ERROR, file, 0, 0, "", what, "take it back from git's history, or remove it");
    }

    /** What the parser of this format objected to in this file. */
    public List<Problem> problems(Format<?> format, Source source) {
        return parse(format, source).problems();
    }

    /** What several rules make of the repository, made once: {@code type} names it. */
    public <T> T view(Class<T> type, Function<Repository, T> make) {
        return views.get(type, () -> make.apply(this));
    }
}
