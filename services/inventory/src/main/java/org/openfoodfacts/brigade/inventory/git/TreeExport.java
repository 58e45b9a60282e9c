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
    private static final int LONGEST_LINK = 4096;
    private static final int LONGEST_FILE = 1_000_001; // one byte more than the readers take

    private final TemporaryFolder temporary;
    private final Path folder;

    private TreeExport(TemporaryFolder temporary) {
        this.temporary = temporary;
        this.folder = temporary.content();
    }

    static TreeExport of(Repository repository, RevCommit commit) throws IOException {
        TreeExport export = new TreeExport(TemporaryFolder.create());
        Map<Path, String> links = new LinkedHashMap<>();
        try (TreeWalk walk = new TreeWalk(repository)) {
            walk.addTree(commit.getTree());
            walk.setRecursive(true);
            while (walk.next()) {
                export.write(walk, repository, links);
            }
            export.link(links);
        } catch (IOException | RuntimeException e) {
            export.close();
            throw e instanceof IOException io ? io : new IOException("a file or its name cannot be used here: " + e, e);
        }
        return export;
    }

    /** The deepest first: in a forged tree, a name may be both a link and the folder of another link, which must not be made through it. */
    private void link(Map<Path, String> links) throws IOException {
        List<Path> deepestFirst = links.keySet().stream()
                .sorted(Comparator.comparingInt(Path::getNameCount).reversed())
                .toList();
        for (Path link : deepestFirst) {
            Files.createDirectories(link.getParent());
            Files.createSymbolicLink(link, Path.of(links.get(link)));
        }
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
            if (blob.getSize() > LONGEST_LINK) {
                throw new IOException(walk.getPathString() + " is a link of " + blob.getSize()
                        + " bytes; no path has more than " + LONGEST_LINK);
            }
            links.put(target, new String(blob.getBytes(LONGEST_LINK), StandardCharsets.UTF_8));
            return;
        }
        Files.createDirectories(target.getParent());
        try (InputStream in = blob.openStream()) {
            Files.write(target, in.readNBytes(LONGEST_FILE));
        }
    }

    @Override
    public void close() {
        try {
            temporary.close();
        } catch (IOException e) {
            throw new UncheckedIOException("a temporary folder cannot be removed", e);
        }
    }
}
