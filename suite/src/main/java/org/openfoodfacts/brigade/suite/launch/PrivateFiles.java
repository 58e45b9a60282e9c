package org.openfoodfacts.brigade.suite.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.openfoodfacts.brigade.agent.tools.StateFile;

/** Files and folders that nobody but their owner may read; a file is there whole or not at all, after a power cut too. */
public final class PrivateFiles {
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");

    /** Of {@link StateFile}, as the dot before the name is. */
    private static final String BEGUN = ".part";

    private PrivateFiles() {}

    /** Also what is missing above it. One that exists stays as it is: whoever made it may have opened it to others. */
    public static void createFolder(Path folder) {
        try {
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(FOLDER));
        } catch (IOException e) {
            throw new UncheckedIOException("the folder " + folder + " cannot be made", e);
        }
    }

    public static void write(Path file, String text) {
        try {
            createFolder(file.getParent());
            StateFile.replace(file, text.getBytes(StandardCharsets.UTF_8), _ -> {});
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written", e);
        }
    }

    /** True of the name of what is left of writing a file when that was cut short. */
    static boolean isBegun(String name, String file) {
        return name.startsWith("." + file) && name.endsWith(BEGUN);
    }

    public static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }
}
