package org.openfoodfacts.brigade.cli.lint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.eclipse.jgit.errors.RevisionSyntaxException;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.PathFilter;
import org.openfoodfacts.brigade.confs.source.Entry;
import org.openfoodfacts.brigade.confs.source.EntryTree;

/** A folder as it was at a commit, read from the objects: nothing is checked out and no git is run. */
final class GitTree {
    private static final int MAX_BYTES = 1_000_000;

    private GitTree() {}

    static EntryTree read(Path folder, String revision) throws IOException {
        Path real = folder.toRealPath();
        FileRepositoryBuilder builder = new FileRepositoryBuilder().findGitDir(real.toFile());
        if (builder.getGitDir() == null) {
            throw new CannotLint(folder + " is in no git repository, so there is nothing to compare with");
        }
        try (Repository repository = builder.build()) {
            ObjectId commit = commit(repository, revision);
            String prefix = repository
                    .getWorkTree()
                    .toPath()
                    .toRealPath()
                    .relativize(real)
                    .toString();
            return read(repository, commit, prefix);
        }
    }

    private static ObjectId commit(Repository repository, String revision) throws IOException {
        try {
            ObjectId id = repository.resolve(revision + "^{commit}");
            if (id != null) {
                return id;
            }
        } catch (RevisionSyntaxException e) {
            throw new CannotLint("'" + revision + "' is not the name of a commit");
        }
        throw new CannotLint("there is no commit '" + revision + "'");
    }

    private static EntryTree read(Repository repository, ObjectId commit, String prefix) throws IOException {
        NavigableMap<String, Entry> entries = new TreeMap<>();
        try (RevWalk commits = new RevWalk(repository);
                TreeWalk walk = new TreeWalk(repository)) {
            walk.addTree(commits.parseCommit(commit).getTree());
            walk.setRecursive(true);
            if (!prefix.isEmpty()) {
                walk.setFilter(PathFilter.create(prefix));
            }
            while (walk.next()) {
                String name = walk.getPathString().substring(prefix.isEmpty() ? 0 : prefix.length() + 1);
                put(entries, name, walk.getFileMode(), repository.open(walk.getObjectId(0)));
            }
        }
        return new EntryTree(entries);
    }

    private static void put(NavigableMap<String, Entry> entries, String name, FileMode mode, ObjectLoader object)
            throws IOException {
        if (FileMode.SYMLINK.equals(mode)) {
            entries.put(name, new Entry.Link(new String(object.getBytes(MAX_BYTES), StandardCharsets.UTF_8)));
        } else if (object.getSize() <= MAX_BYTES) {
            byte[] bytes = object.getBytes(MAX_BYTES);
            entries.put(name, new Entry.File(bytes.length, () -> bytes));
        } else {
            entries.put(name, new Entry.File(object.getSize(), () -> {
                throw new UncheckedIOException(new IOException(name + " is too large"));
            }));
        }
    }
}
