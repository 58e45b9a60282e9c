package org.openfoodfacts.brigade.agent.files;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files of the agent's state: readable by their owner only, replaced whole or not at all, on the disk when the call returns. */
public final class PrivateFile {
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private PrivateFile() {}

    /** Makes the folder, 0700, with its parents; leaves one that is there as it is. */
    public static void folder(Path folder) throws IOException {
        Files.createDirectories(folder, OWNER_ONLY_FOLDER);
    }

    /** Opens for appending; a new file is 0600. */
    public static FileChannel append(Path file) throws IOException {
        return FileChannel.open(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), OWNER_ONLY);
    }

    public static void replace(Path file, byte[] content) throws IOException {
        replaceOpen(file, content).close();
        forceFolder(file);
    }

    /**
     * Replaces the file and leaves the new one open behind its content. When this throws, the old file is as it was; the new one is sure
     * to be there after a power cut only when {@link #forceFolder} was called too.
     */
    public static RandomAccessFile replaceOpen(Path file, byte[] content) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(next);
        RandomAccessFile open =
                new RandomAccessFile(Files.createFile(next, OWNER_ONLY).toFile(), "rw");
        try {
            open.write(content);
            open.getFD().sync();
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return open;
        } catch (IOException e) {
            open.close();
            Files.deleteIfExists(next);
            throw e;
        }
    }

    /** A renamed file is only there after a power cut when its folder was written too. */
    public static void forceFolder(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
