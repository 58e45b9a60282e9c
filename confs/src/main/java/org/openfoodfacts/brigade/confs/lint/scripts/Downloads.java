package org.openfoodfacts.brigade.confs.lint.scripts;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.confs.lint.scripts.ShellWalk.Visit;

/** Files that a script has downloaded and not checked so far, as its commands go by. */
final class Downloads {
    private static final Set<String> RUNNERS =
            Set.of("sh", "bash", "dash", "python", "python3", "perl", "php", "source", ".");
    private static final Set<String> INSTALLERS = Set.of("apt", "apt-get", "dpkg");
    private static final Set<String> INSTALLING = Set.of("install", "-i", "--install");
    private static final Set<String> MOVERS = Set.of("mv", "cp", "install");
    private static final Pattern CHECK = Pattern.compile(
            "(?:sha\\d{0,3}|md5|b2|ck)sum\\b|\\bgpgv?\\b|\\bopenssl\\b|\\bcosign\\b|\\bminisign\\b|\\bcmp\\b|\\bdiff\\b|\\bdebsig");

    private final Set<String> unchecked = new HashSet<>();
    private boolean hasOwnCheck;

    /** The unchecked file that this command runs. */
    Optional<String> next(Visit visit) {
        if (visit.command().words().stream()
                .anyMatch(word -> CHECK.matcher(word.text()).find())) {
            hasOwnCheck |= visit.place().inFunction();
            unchecked.clear();
            return Optional.empty();
        }
        List<String> argv = visit.argv();
        List<String> files = argv.stream().map(DownloadedFile::plain).toList();
        Optional<String> run = argv.isEmpty() || hasOwnCheck ? Optional.empty() : run(visit.name(), argv, files);
        DownloadedFile.of(visit, argv).ifPresent(unchecked::add);
        if (MOVERS.contains(visit.name()) && files.stream().anyMatch(unchecked::contains)) {
            unchecked.add(files.getLast());
        }
        return run;
    }

    private Optional<String> run(String name, List<String> argv, List<String> files) {
        boolean installs = INSTALLERS.contains(name) && argv.stream().anyMatch(INSTALLING::contains);
        boolean isPath = argv.getFirst().indexOf('/') >= 0 || argv.getFirst().indexOf('$') >= 0;
        if (installs) {
            return files.stream().skip(1).filter(unchecked::contains).findFirst();
        }
        return RUNNERS.contains(name)
                ? files.stream()
                        .skip(1)
                        .filter(word -> !word.startsWith("-"))
                        .findFirst()
                        .filter(unchecked::contains)
                : Optional.of(files.getFirst()).filter(word -> isPath && unchecked.contains(word));
    }
}
