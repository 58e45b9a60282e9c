package org.openfoodfacts.brigade.confs.lint.scripts;

import java.util.List;
import java.util.Set;
import org.openfoodfacts.brigade.confs.lint.scripts.ShellWalk.Visit;
import org.openfoodfacts.brigade.confs.shell.ShellScript;
import org.openfoodfacts.brigade.confs.source.Source;

/** {@code find PATH -name NAMES -mtime +N -delete}: the files of a folder, and of those below it unless {@code flat}, that a job deletes by their age. */
record Deletion(Source source, int line, String path, String names, boolean flat) {
    private static final Set<String> AGES = Set.of("-mtime", "-mmin", "-ctime", "-cmin", "-atime");

    static List<Deletion> of(Source source, ShellScript script) {
        return ShellWalk.commands(script).stream()
                .filter(visit -> visit.name().equals("find") && deletes(visit))
                .flatMap(visit -> visit.argv().stream()
                        .skip(1)
                        .takeWhile(word -> !word.startsWith("-") && !word.startsWith("\\") && !word.startsWith("!"))
                        .map(DownloadedFile::plain)
                        .filter(path -> path.startsWith("/") && path.indexOf('$') < 0 && path.length() > 1)
                        .map(path -> new Deletion(
                                source,
                                visit.command().line(),
                                path.replaceFirst("/+$", ""),
                                after(visit, "-name"),
                                visit.hasWord("-maxdepth"))))
                .toList();
    }

    private static boolean deletes(Visit visit) {
        boolean removes = visit.hasWord("-delete")
                || ((visit.hasWord("-exec") || visit.hasWord("-execdir"))
                        && visit.argv().stream().anyMatch(word -> word.endsWith("rm")));
        return removes
                && visit.argv().stream().anyMatch(AGES::contains)
                && !visit.hasWord("-empty")
                && !after(visit, "-type").equals("d")
                && visit.argv().stream()
                        .noneMatch(word -> word.equals("!") || word.equals("-not") || word.equals("-o"));
    }

    private static String after(Visit visit, String option) {
        int at = visit.argv().indexOf(option);
        return at < 0 || at + 1 >= visit.argv().size()
                ? ""
                : DownloadedFile.plain(visit.argv().get(at + 1)).replace("\\", "");
    }

    Deletion at(int ofFile) {
        return new Deletion(source, ofFile, path, names, flat);
    }

    /** Of the same files in another file of the machine. */
    boolean isSameAs(Deletion other) {
        return path.equals(other.path)
                && names.equals(other.names)
                && !source.real().equals(other.source.real());
    }

    /** Whether it deletes what logrotate makes of this log: {@code x.log.1}, {@code x.log.2.gz}, {@code x.log-20270131}. */
    boolean hitsLog(String log) {
        String folder = log.substring(0, Math.max(0, log.lastIndexOf('/')));
        boolean isThere = folder.equals(path) || (!flat && folder.startsWith(path + "/"));
        boolean isRotated =
                names.isEmpty() || names.equals("*") || names.matches(".*\\*?\\.gz|.*\\.log[.*-].*|.*log\\*");
        return isThere && isRotated;
    }
}
