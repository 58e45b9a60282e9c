package org.openfoodfacts.brigade.confs.lint.bans;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.openfoodfacts.brigade.confs.fail2ban.BanFile;
import org.openfoodfacts.brigade.confs.fail2ban.BanFile.Option;
import org.openfoodfacts.brigade.confs.fail2ban.BanFile.Section;
import org.openfoodfacts.brigade.confs.lint.Format.Read;
import org.openfoodfacts.brigade.confs.lint.Formats;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.source.Source;

/**
 * The jails of a machine as fail2ban puts them together: jail.conf, jail.d/*.conf, jail.local, jail.d/*.local, the later over the earlier,
 * and [DEFAULT] below all. What the package's own jail.conf says is not in it.
 */
final class Jails {
    private static final String DEFAULT = "DEFAULT";

    private final Map<String, Jail> jails = new LinkedHashMap<>();

    private Jails() {}

    /** An option with the file it stands in. */
    record Placed(Source source, Option option) {
        String value() {
            return option.value();
        }
    }

    record Jail(String name, Source source, int line, Map<String, Placed> options, Map<String, Placed> defaults) {
        /** Its own option, else the machine's default. */
        Optional<Placed> option(String name) {
            return own(name).or(() -> Optional.ofNullable(defaults.get(name)));
        }

        Optional<Placed> own(String name) {
            return Optional.ofNullable(options.get(name));
        }

        boolean isOff() {
            return option("enabled").filter(e -> !isYes(e.value())).isPresent();
        }

        private static boolean isYes(String value) {
            return List.of("true", "yes", "on", "1").contains(value.toLowerCase(java.util.Locale.ROOT));
        }
    }

    /** By machine; of the folder that machines share those that none of them links to, which are put in place otherwise. */
    static Map<String, List<Jail>> byMachine(Repository repository) {
        Set<String> linked = repository.all(Formats.JAILS).stream()
                .map(Read::source)
                .filter(source -> !source.folder().equals(Repository.SHARED))
                .map(Source::real)
                .collect(Collectors.toSet());
        Map<String, List<Read<BanFile>>> files = new LinkedHashMap<>();
        for (Read<BanFile> file : repository.all(Formats.JAILS)) {
            String folder = file.source().folder();
            if (!folder.equals(Repository.SHARED)
                    || !linked.contains(file.source().real())) {
                files.computeIfAbsent(folder, _ -> new ArrayList<>()).add(file);
            }
        }
        Map<String, List<Jail>> byMachine = new LinkedHashMap<>();
        files.forEach((folder, read) -> byMachine.put(folder, of(read)));
        return byMachine;
    }

    private static List<Jail> of(List<Read<BanFile>> files) {
        Jails jails = new Jails();
        Map<String, Placed> defaults = new LinkedHashMap<>();
        List<Read<BanFile>> ordered = new ArrayList<>(files);
        ordered.sort(Comparator.comparingInt((Read<BanFile> f) -> rank(f.source()))
                .thenComparing(f -> f.source().name()));
        for (Read<BanFile> file : ordered) {
            for (Section section : file.value().sections()) {
                if (section.name().equals(DEFAULT)) {
                    section.options().forEach(o -> defaults.put(o.name(), new Placed(file.source(), o)));
                } else if (!section.name().equals("INCLUDES")) {
                    jails.add(file.source(), section, defaults);
                }
            }
        }
        return List.copyOf(jails.jails.values());
    }

    private static int rank(Source source) {
        boolean inFolder = source.inFolder().contains("/jail.d/");
        boolean local = source.fileName().endsWith(".local");
        return (local ? 2 : 0) + (inFolder ? 1 : 0);
    }

    private void add(Source source, Section section, Map<String, Placed> defaults) {
        Jail jail = jails.computeIfAbsent(
                section.name(), name -> new Jail(name, source, section.line(), new LinkedHashMap<>(), defaults));
        section.options().forEach(o -> jail.options().put(o.name(), new Placed(source, o)));
    }
}
