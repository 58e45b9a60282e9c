package org.openfoodfacts.brigade.confs.lint.units;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.confs.lint.Formats;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.systemd.UnitName;
import org.openfoodfacts.brigade.confs.systemd.UnitPlace;

/** The units of one machine's folder, by name. */
record Units(String folder, Map<String, Unit> byName) {
    /** All files of units, and the units by folder. */
    private record All(List<UnitPart> parts, List<Units> byFolder) {
        static All of(Repository repository) {
            List<UnitPart> parts = repository.all(Formats.UNIT).stream()
                    .filter(read -> !read.source().folder().isEmpty())
                    .map(read -> new UnitPart(
                            read.source(), UnitPlace.of(read.source().name()).orElseThrow(), read.value()))
                    .filter(part -> part.place().kind() != UnitPlace.Kind.WANTED)
                    .toList();
            Map<String, List<UnitPart>> grouped = new TreeMap<>();
            parts.forEach(part -> grouped.computeIfAbsent(part.source().folder(), _ -> new ArrayList<>())
                    .add(part));
            return new All(
                    parts,
                    grouped.entrySet().stream()
                            .map(entry -> new Units(entry.getKey(), Units.byName(entry.getValue())))
                            .toList());
        }
    }

    /** One per folder that holds any, {@code common} included. */
    static List<Units> of(Repository repository) {
        return repository.view(All.class, All::of).byFolder();
    }

    /** All files of units; the links in {@code .wants} are none. */
    static Stream<UnitPart> parts(Repository repository) {
        return repository.view(All.class, All::of).parts().stream();
    }

    private static Map<String, Unit> byName(List<UnitPart> parts) {
        Map<String, List<UnitPart>> byUnit = new TreeMap<>();
        parts.forEach(part -> byUnit.computeIfAbsent(part.unit().toString(), _ -> new ArrayList<>())
                .add(part));
        Map<String, Unit> units = new HashMap<>();
        byUnit.forEach((name, files) -> {
            files.sort(Comparator.comparing((UnitPart part) -> !part.isOwn())
                    .thenComparing(part -> part.source().fileName())
                    .thenComparing(part -> part.source().name(), Comparator.reverseOrder()));
            while (files.size() > 1 && files.get(1).isOwn()) {
                files.remove(1); // in systemd/ and in systemd/system/: the latter is read
            }
            units.put(name, new Unit(files.getFirst().unit(), List.copyOf(files)));
        });
        return new TreeMap<>(units);
    }

    /** True when the folder has the unit's own file, or that of its template. */
    boolean hasFile(UnitName name) {
        return isWhole(name) || (name.isInstance() && isWhole(name.template()));
    }

    private boolean isWhole(UnitName name) {
        Unit unit = byName.get(name.toString());
        return unit != null && unit.isWhole();
    }

    /** Every unit that another one of the folder names under these keys of {@code [Unit]}, {@code [Install]} and a type's own section. */
    Set<String> named(Set<String> keys) {
        Set<String> named = new TreeSet<>();
        for (Unit unit : byName.values()) {
            unit.parts().stream()
                    .flatMap(part -> part.file().sections().stream())
                    .flatMap(section -> section.settings().stream())
                    .filter(setting -> keys.contains(setting.key()))
                    .forEach(setting -> named.addAll(References.words(setting.value())));
        }
        return named;
    }
}
