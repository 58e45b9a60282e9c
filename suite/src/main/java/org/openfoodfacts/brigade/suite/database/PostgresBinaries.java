package org.openfoodfacts.brigade.suite.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.openfoodfacts.brigade.suite.launch.PrivateFiles;
import org.tukaani.xz.XZInputStream;

/** A PostgreSQL that needs no installation: unpacked once from its Maven artifact into the cache folder, whole or not at all. */
public final class PostgresBinaries {
    private static final String ARCHIVE = "/postgres-linux-x86_64.txz";
    private final Path cache;

    public PostgresBinaries(Path cache) {
        this.cache = cache;
    }

    /** The folder with {@code bin}, {@code lib} and {@code share}. */
    public Path folder() {
        try (InputStream archive = PostgresBinaries.class.getResourceAsStream(ARCHIVE)) {
            if (archive == null) {
                throw new IllegalStateException("there is no PostgreSQL for " + System.getProperty("os.arch")
                        + " among the dependencies; Brigade's own runs on Linux x86-64");
            }
            int size = archive.available();
            Path folder = cache.resolve("postgres-" + System.getProperty("os.arch") + "-" + size);
            return Files.exists(folder) ? folder : unpack(archive, folder);
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL cannot be unpacked into " + cache, e);
        }
    }

    private Path unpack(InputStream archive, Path folder) throws IOException {
        PrivateFiles.createFolder(cache);
        Path fresh = Files.createTempDirectory(cache, ".postgres");
        Process tar = new ProcessBuilder("tar", "-x", "--no-same-owner", "-C", fresh.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (OutputStream input = tar.getOutputStream();
                InputStream unpacked = new XZInputStream(archive)) {
            unpacked.transferTo(input);
        }
        int exit = tar.onExit().join().exitValue();
        if (exit != 0) {
            throw new IOException("tar ended with " + exit);
        }
        if (!Files.exists(folder)) {
            Files.move(fresh, folder);
        }
        return folder;
    }
}
