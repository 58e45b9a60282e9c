package org.openfoodfacts.brigade.agent.tools;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.openfoodfacts.brigade.contracts.Json;

/** Small files that are whole or as they were before, whenever the machine loses its power. */
public final class StateFile {
    public static final String FOLDER = "/var/lib/brigade-agent";

    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private StateFile() {}

    /** Empty when there is no such file or it is not what it should be. */
    public static <T> Optional<T> read(Path file, Class<T> type) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(Json.mapper().readValue(file.toFile(), type));
        } catch (IOException e) {
            System.getLogger(StateFile.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            "{0} cannot be read and is taken as absent: {1}",
                            file,
                            e.getMessage());
            return Optional.empty();
        }
    }

    public static void write(Path file, Object value) {
        try {
            Files.createDirectories(file.getParent());
            replace(file, Json.mapper().writeValueAsBytes(value), (_) -> {});
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written", e);
        }
    }

    /** What is still to be done to the new file, which nobody else sees yet, before it takes the place of the old one. */
    @FunctionalInterface
    public interface Finish {
        void apply(Path newFile) throws IOException;
    }

    /** Puts the content in the file's place in one step: new file (0600), fsync, rename, fsync of the folder. */
    public static void replace(Path file, byte[] content, Finish finish) throws IOException {
        Path folder = file.getParent();
        Path part = Files.createTempFile(folder, "." + file.getFileName(), ".part", PRIVATE);
        try {
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                finish.apply(part);
                channel.force(true);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
