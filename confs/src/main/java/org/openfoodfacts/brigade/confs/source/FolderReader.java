package org.openfoodfacts.brigade.confs.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Reads a folder's names; no link is followed, and {@code .git} is left out. */
public final class FolderReader extends SimpleFileVisitor<Path> {
    private static final int MAX_ENTRIES = 200_000;

    private final Path root;
    private final NavigableMap<String, Entry> entries = new TreeMap<>();

    private FolderReader(Path root) {
        this.root = root;
    }

    /** @throws IOException when it is no readable folder, or holds more than 200,000 files */
    public static EntryTree read(Path folder) throws IOException {
        FolderReader reader = new FolderReader(folder.toRealPath());
        Files.walkFileTree(reader.root, reader);
        return new EntryTree(reader.entries);
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
        return folder.equals(root.resolve(".git")) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        String name = root.relativize(file).toString();
        if (attributes.isSymbolicLink()) {
            entries.put(name, new Entry.Link(Files.readSymbolicLink(file).toString()));
        } else if (attributes.isRegularFile()) {
            entries.put(name, new Entry.File(attributes.size(), () -> bytes(file)));
        }
        if (entries.size() > MAX_ENTRIES) {
            throw new IOException(root + " holds more than " + MAX_ENTRIES + " files; name a folder below it");
        }
        return FileVisitResult.CONTINUE;
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
