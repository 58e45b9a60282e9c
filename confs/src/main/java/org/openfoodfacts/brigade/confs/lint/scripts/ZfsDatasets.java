package org.openfoodfacts.brigade.confs.lint.scripts;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.confs.lint.scripts.ShellWalk.Visit;
import org.openfoodfacts.brigade.confs.shell.ShellScript;

/** The datasets that the zfs(8) commands of a script name, also those within {@code $(…)}; what stands in variables is not known. */
final class ZfsDatasets {
    private static final Set<String> WITH_VALUE = Set.of("-o", "-t", "-s", "-S", "-d");
    private static final Pattern DATASET = Pattern.compile("[A-Za-z][\\w.:-]*(?:/[\\w.:-]+)+|[a-z]*pool|zfs-\\w+");
    private static final Pattern INNER = Pattern.compile("(?:\\$\\(|`)([^()`]{1,2000})[)`]");

    private ZfsDatasets() {}

    static Set<String> of(RunScript script) {
        Set<String> datasets = new TreeSet<>();
        ShellWalk.commands(script.parsed()).forEach(visit -> datasets.addAll(named(visit)));
        script.text()
                .lines()
                .filter(line -> line.contains("zfs ") && !line.strip().startsWith("#"))
                .flatMap(line -> INNER.matcher(line).results())
                .flatMap(inner -> ShellWalk.commands(ShellScript.parse(inner.group(1))).stream())
                .forEach(visit -> datasets.addAll(named(visit)));
        return datasets;
    }

    private static List<String> named(Visit visit) {
        List<String> argv = visit.argv();
        List<String> named = new ArrayList<>();
        for (int i = 2; visit.name().equals("zfs") && i < argv.size(); i++) {
            String word = DownloadedFile.plain(argv.get(i)).replaceFirst("@.*", "");
            boolean isValue = WITH_VALUE.contains(argv.get(i - 1));
            if (!isValue && DATASET.matcher(word).matches()) {
                named.add(word);
            }
        }
        return named;
    }
}
