package org.openfoodfacts.brigade.confs.lint.proxies;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.confs.lint.Format.Read;
import org.openfoodfacts.brigade.confs.nginx.Directive;
import org.openfoodfacts.brigade.confs.nginx.NginxFile;

/** Unfolds includes inside one machine's folder: {@code /etc/nginx/x} is its {@code nginx/x}, names may be globs as in glob(3). */
final class ScopeReader {
    private static final int MAX_DEPTH = 20;
    private static final int MOST_STARS = 4;
    /** What packages bring and what holds nothing the rules ask for. */
    private static final Pattern HARMLESS = Pattern.compile(
            "(.*/)?(mime\\.types|(fastcgi|uwsgi|scgi)(_params|\\.conf)|fastcgi-php\\.conf|options-ssl-nginx\\.conf|modules-(enabled|available)/.*)");

    private final NavigableMap<String, Read<NginxFile>> files = new TreeMap<>();
    private final Set<String> reached = new HashSet<>();
    private final Set<String> realsReached = new HashSet<>();

    ScopeReader(List<Read<NginxFile>> files) {
        files.forEach(file -> this.files.put(file.source().inFolder(), file));
    }

    /** The names below the folder of the files that are unfolded somewhere. */
    Set<String> reached() {
        return reached;
    }

    /** Their real names, when they are links. */
    Set<String> realsReached() {
        return realsReached;
    }

    NavigableMap<String, Read<NginxFile>> files() {
        return files;
    }

    void addAll(Scope into, Read<NginxFile> file) {
        addAll(into, file, 0);
    }

    private void addAll(Scope into, Read<NginxFile> file, int depth) {
        reached.add(file.source().inFolder());
        realsReached.add(file.source().real());
        file.value().directives().forEach(directive -> add(into, file, directive, depth));
    }

    void add(Scope into, Read<NginxFile> file, Directive directive, int depth) {
        if (directive.name().equals("include") && !directive.isBlock()) {
            include(into, directive.argument(0), depth);
            return;
        }
        Scope scope = new Scope(file.source(), directive, into);
        into.add(scope);
        directive.block().forEach(d -> add(scope, file, d, depth));
    }

    private void include(Scope into, String written, int depth) {
        String name = inFolder(written);
        boolean isGlob = name.indexOf('*') >= 0 || name.indexOf('?') >= 0 || name.indexOf('[') >= 0;
        List<Read<NginxFile>> included = isGlob ? matching(name) : named(name);
        if (depth > MAX_DEPTH
                || (included.isEmpty() && !HARMLESS.matcher(written).matches())) {
            into.setOpen();
        }
        if (depth <= MAX_DEPTH) {
            included.forEach(file -> addAll(into, file, depth + 1));
        }
    }

    private static String inFolder(String written) {
        if (!written.startsWith("/")) {
            return "nginx/" + written;
        }
        return written.startsWith("/etc/") ? written.substring("/etc/".length()) : written;
    }

    private List<Read<NginxFile>> named(String name) {
        Read<NginxFile> file = files.get(name);
        return file == null ? List.of() : List.of(file);
    }

    private List<Read<NginxFile>> matching(String glob) {
        if (glob.chars().filter(ch -> ch == '*').count() > MOST_STARS) {
            return List.of(); // matching it could take for ever
        }
        Pattern pattern = Pattern.compile(regex(glob), Pattern.DOTALL);
        int wild = 0;
        while (wild < glob.length() && "*?[".indexOf(glob.charAt(wild)) < 0) {
            wild++;
        }
        String prefix = glob.substring(0, wild);
        return files.tailMap(prefix, true).entrySet().stream()
                .takeWhile(e -> e.getKey().startsWith(prefix))
                .filter(e -> pattern.matcher(e.getKey()).matches())
                .map(Map.Entry::getValue)
                .toList();
    }

    /** A wildcard matches neither a slash nor the dot that begins a name; a class is taken as any character. */
    private static String regex(String glob) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            char ch = glob.charAt(i);
            int end = ch == '[' ? glob.indexOf(']', i + 2) : -1;
            boolean begins = i == 0 || glob.charAt(i - 1) == '/';
            String any = begins ? "(?!\\.)[^/]" : "[^/]";
            switch (ch) {
                case '*' -> out.append(begins ? "(?!\\.)" : "").append("[^/]*+");
                case '?' -> out.append(any);
                default -> out.append(end > 0 ? any : Pattern.quote(String.valueOf(ch)));
            }
            i = end > 0 ? end : i;
        }
        return out.toString().replace("*+", "*");
    }
}
