package org.openfoodfacts.brigade.confs.tree;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.confs.Parsed;
import org.openfoodfacts.brigade.confs.Problem;

/**
 * Lists all files below {@code confs/}. A symbolic link within the repository is followed; one that leaves it is never read, one that
 * leads nowhere or in a circle is reported.
 */
final class TreeWalker {
    static final String CONFS = "confs";
    private static final int MAX_FILES = 200_000;
    private static final int MAX_DEPTH = 40;

    private final Path root;
    private final List<ConfFile> files = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private final Deque<Path> above = new ArrayDeque<>();

    private TreeWalker(Path root) {
        this.root = root;
    }

    /** @param root the real path of the repository */
    static Parsed<List<ConfFile>> walk(Path root) {
        TreeWalker walker = new TreeWalker(root);
        if (Files.isDirectory(root.resolve(CONFS), LinkOption.NOFOLLOW_LINKS)) {
            walker.folder(CONFS, root.resolve(CONFS));
        }
        return new Parsed<>(List.copyOf(walker.files), walker.problems);
    }

    private void folder(String name, Path real) {
        if (above.contains(real)) {
            warn(name, "the link leads back to a folder above it", "remove the link");
            return;
        }
        if (above.size() >= MAX_DEPTH) {
            warn(name, "the folders are nested deeper than " + MAX_DEPTH, "it is not read: flatten it");
            return;
        }
        above.push(real);
        try (Stream<Path> entries = Files.list(real)) {
            for (Path entry : entries.sorted().toList()) {
                entry(name + "/" + entry.getFileName(), entry);
            }
        } catch (IOException e) {
            warn(name, "the folder cannot be read: " + e, "make it readable");
        }
        above.pop();
    }

    private void entry(String name, Path entry) {
        if (files.size() >= MAX_FILES) {
            return;
        }
        Path real = entry;
        if (Files.isSymbolicLink(entry)) {
            real = followed(name, entry);
        }
        if (real == null) {
            return;
        }
        if (Files.isDirectory(real, LinkOption.NOFOLLOW_LINKS)) {
            folder(name, real);
        } else if (Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS)) {
            files.add(new ConfFile(name, machineFolder(name), real));
            if (files.size() == MAX_FILES) {
                warn(CONFS, "there are more than " + MAX_FILES + " files", "the rest is not read");
            }
        }
    }

    /** Where a link leads; null, with a problem, when it leads nowhere or out of the repository. */
    private Path followed(String name, Path link) {
        try {
            Path target = Files.readSymbolicLink(link);
            Path next = link.resolveSibling(target).normalize();
            if (!next.startsWith(root)) {
                warn(name, "the link leaves the repository (to " + target + ")", "it is not read: keep the file here");
                return null;
            }
            if (!Files.exists(link)) {
                warn(name, "the link leads nowhere (to " + target + ")", "add the file it means or remove it");
                return null;
            }
            Path real = link.toRealPath();
            if (!real.startsWith(root) || real.startsWith(root.resolve(".git"))) {
                warn(name, "the link leaves the repository (to " + target + ")", "it is not read: keep the file here");
                return null;
            }
            return real;
        } catch (IOException e) {
            warn(name, "the link cannot be followed: " + e.getMessage(), "remove it or mend its target");
            return null;
        }
    }

    /** {@code confs/<folder>/…}; empty for a file directly below {@code confs/}. */
    private static String machineFolder(String name) {
        String[] parts = name.split("/", 3);
        return parts.length == 3 ? parts[1] : "";
    }

    private void warn(String name, String what, String remedy) {
        problems.add(new Problem(Problem.Severity.WARNING, name, 0, 0, "", what, remedy));
    }
}
