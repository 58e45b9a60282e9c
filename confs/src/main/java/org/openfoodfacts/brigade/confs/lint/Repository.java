package org.openfoodfacts.brigade.confs.lint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.confs.Parsed;
import org.openfoodfacts.brigade.confs.Problem;
import org.openfoodfacts.brigade.confs.fleet.Fleet;
import org.openfoodfacts.brigade.confs.fleet.FleetFile;
import org.openfoodfacts.brigade.confs.lint.Format.Read;
import org.openfoodfacts.brigade.confs.source.EntryTree;
import org.openfoodfacts.brigade.confs.source.Source;
import org.openfoodfacts.brigade.confs.source.Sources;

/** A configuration repository as the rules see it: every file by machine, parsed once however many rules and machines ask. */
public final class Repository {
    /** The folder below {@code confs/} that holds what machines share; it is no machine. */
    public static final String SHARED = "common";

    private final EntryTree tree;
    private final Sources sources;
    private final Map<String, List<Source>> byFolder = new HashMap<>();
    private final Map<Format<?>, List<? extends Read<?>>> read = new HashMap<>();
    private final Map<Format<?>, Map<String, List<Read<?>>>> readByFolder = new HashMap<>();
    private final Map<Format<?>, Map<String, Parsed<?>>> parsed = new HashMap<>();
    private final Map<Class<?>, Object> views = new HashMap<>();
    private final Fleet fleet;
    private final Machines machines;

    private Repository(EntryTree tree) {
        this.tree = tree;
        this.sources = Sources.of(tree);
        sources.all()
                .forEach(source -> byFolder.computeIfAbsent(source.folder(), _ -> new ArrayList<>())
                        .add(source));
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
        TreeSet<String> folders = new TreeSet<>(byFolder.keySet());
        folders.removeAll(List.of("", SHARED));
        return List.copyOf(folders);
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
    @SuppressWarnings("unchecked") // a format's list is made from it
    public <T> List<Read<T>> all(Format<T> format) {
        return (List<Read<T>>) read.computeIfAbsent(format, _ -> readAll(format));
    }

    @SuppressWarnings("unchecked") // a format's map is made from its list
    public <T> Stream<Read<T>> all(Format<T> format, String folder) {
        Map<String, List<Read<?>>> ofFolders = readByFolder.get(format);
        if (ofFolders == null) {
            ofFolders = all(format).stream()
                    .collect(Collectors.groupingBy(r -> r.source().folder()));
            readByFolder.put(format, ofFolders);
        }
        return ofFolders.getOrDefault(folder, List.of()).stream().map(r -> (Read<T>) r);
    }

    private <T> List<Read<T>> readAll(Format<T> format) {
        return sources.all().stream()
                .filter(format.isMine())
                .map(source -> new Read<>(source, parse(format, source).value()))
                .toList();
    }

    @SuppressWarnings("unchecked") // a format's map is made from it
    private <T> Parsed<T> parse(Format<T> format, Source source) {
        Map<String, Parsed<?>> ofFormat = parsed.computeIfAbsent(format, _ -> new HashMap<>());
        return (Parsed<T>) ofFormat.computeIfAbsent(
                source.real(), real -> format.parser().apply(real, source.text().all()));
    }

    /** What the parser of this format objected to in this file. */
    public List<Problem> problems(Format<?> format, Source source) {
        return parse(format, source).problems();
    }

    /** What several rules make of the repository, made once: {@code type} names it. */
    public <T> T view(Class<T> type, Function<Repository, T> make) {
        Object view = views.get(type);
        if (view == null) {
            view = make.apply(this);
            views.put(type, view);
        }
        return type.cast(view);
    }
}
