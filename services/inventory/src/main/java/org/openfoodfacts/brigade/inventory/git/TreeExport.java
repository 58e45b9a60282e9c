package org.openfoodfacts.brigade.inventory.git;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * The files of one commit in a temporary folder, gone when closed. Links are made last and files are never written through one, so
 * nothing lands outside; of a large file only the beginning is written.
 */
final class TreeExport implements AutoCloseable {
    private static final int LONGEST_FILE = 1_000_001; // one byte more than the readers take

    private final Path folder;

    private TreeExport(Path folder) {
        this.folder = folder;
    }

    static TreeExport of(Repository repository, RevCommit commit) throws IOException {
        TreeExport export = new TreeExport(Files.createTempDirectory("brigade-configuration"));
        Map<Path, String> links = new LinkedHashMap<>();
        try (TreeWalk walk = new TreeWalk(repository)) {
            walk.addTree(commit.getTree());
            walk.setRecursive(true);
            while (walk.next()) {
                export.write(walk, repository, links);
            }
            for (Map.Entry<Path, String> link : links.entrySet()) {
                Files.createDirectories(link.getKey().getParent());
                Files.createSymbolicLink(link.getKey(), Path.of(link.getValue()));
            }
        } catch (IOException | RuntimeException e) {
            export.close();
            throw e instanceof IOException io ? io : new IOException("a file or its name cannot be used here: " + e, e);
        }
        return export;
    }

    Path folder() {
        return folder;
    }

    private void write(TreeWalk walk, Repository repository, Map<Path, String> links) throws IOException {
        Path target = folder.resolve(walk.getPathString()).normalize();
        if (!target.startsWith(folder) || FileMode.GITLINK.equals(walk.getRawMode(0))) {
            return;
        }
        ObjectLoader blob = repository.open(walk.getObjectId(0));
        if (FileMode.SYMLINK.equals(walk.getRawMode(0))) {
            links.put(target, new String(blob.getBytes(LONGEST_FILE), StandardCharsets.UTF_8));
            return;
        }
        Files.createDirectories(target.getParent());
        try (InputStream in = blob.openStream()) {
            Files.write(target, in.readNBytes(LONGEST_FILE));
        }
    }

    @Override
    public void close() {
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a temporary folder cannot be removed", e);
        }
    }
}
