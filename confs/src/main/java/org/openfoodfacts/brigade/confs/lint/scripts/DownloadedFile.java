package org.openfoodfacts.brigade.confs.lint.scripts;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.confs.lint.scripts.ShellWalk.Visit;
import org.openfoodfacts.brigade.confs.shell.ShellNode.Redirect;

/** The file that curl(1) or wget(1) writes: {@code -o x}, {@code -fsSLo x}, {@code -O URL}, {@code wget URL}, {@code > x}. */
final class DownloadedFile {
    static final Set<String> LOADERS = Set.of("curl", "wget");
    private static final Pattern HERE = Pattern.compile("https?://(?:localhost|127\\.|\\[::1]).*");
    private static final Pattern LAST_OF_ADDRESS = Pattern.compile("https?://[^?#]*/([^/?#]+)");

    private DownloadedFile() {}

    static Optional<String> of(Visit visit, List<String> argv) {
        boolean local = argv.stream().anyMatch(word -> HERE.matcher(plain(word)).matches());
        if (!LOADERS.contains(visit.name()) || local) {
            return Optional.empty();
        }
        return named(visit.name(), argv)
                .or(() -> redirected(visit))
                .or(() -> asOnServer(visit.name(), argv))
                .filter(file -> !file.equals("-") && !file.startsWith("/dev/"));
    }

    private static Optional<String> named(String loader, List<String> argv) {
        String letter = loader.equals("curl") ? "o" : "O";
        String word = loader.equals("curl") ? "--output" : "--output-document";
        for (int i = 1; i < argv.size(); i++) {
            String option = argv.get(i);
            if (option.equals(word) || option.matches("-[A-Za-z]{0,12}" + letter)) {
                return Optional.of(i + 1 < argv.size() ? plain(argv.get(i + 1)) : "-");
            }
            if (option.startsWith(word + "=") || option.matches("-[a-zA-Z]{0,12}" + letter + "[./$\"].*")) {
                return Optional.of(plain(
                        option.substring(option.startsWith("--") ? word.length() + 1 : option.indexOf(letter) + 1)));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> redirected(Visit visit) {
        return visit.command().redirects().stream()
                .filter(redirect -> redirect.operator().equals(">"))
                .map(Redirect::target)
                .map(DownloadedFile::plain)
                .filter(target -> !target.startsWith("/dev/"))
                .findFirst();
    }

    private static Optional<String> asOnServer(String loader, List<String> argv) {
        boolean keepsName = loader.equals("wget")
                || argv.stream().anyMatch(word -> word.matches("-[A-Za-z]{0,12}O") || word.equals("--remote-name"));
        return keepsName
                ? argv.stream()
                        .map(word -> LAST_OF_ADDRESS.matcher(plain(word)))
                        .filter(Matcher::matches)
                        .map(address -> address.group(1))
                        .findFirst()
                : Optional.empty();
    }

    /** A word as the name of a file: without quotes, the braces of variables, and {@code ./}. */
    static String plain(String word) {
        String name = word.replace("\"", "").replace("'", "").replace("${", "$").replace("}", "");
        return name.startsWith("./") ? name.substring(2) : name;
    }
}
