package org.openfoodfacts.brigade.suite.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * The AOT cache of one Java program: trained by its first run, which writes it as it ends, and used by all later ones. Its name carries a
 * fingerprint of the Java and of the files it was trained with, so a stale one is never used.
 */
public record AotCache(Path folder, String program) {
    /** True when the next run over these files or folders would be one in training. */
    public boolean isMissing(List<Path> trainedWith) {
        return !Files.exists(file(trainedWith));
    }

    private Path file(List<Path> trainedWith) {
        return folder.resolve(program + "-" + fingerprint(trainedWith) + ".aot");
    }

    /** The options for the next run over these files or folders. */
    public List<String> options(List<Path> trainedWith) {
        Path cache = file(trainedWith);
        if (Files.exists(cache)) {
            return List.of("-XX:AOTCache=" + cache);
        }
        PrivateFiles.createFolder(folder);
        removeStale();
        return List.of("-XX:AOTCacheOutput=" + cache);
    }

    private void removeStale() {
        try (Stream<Path> caches = Files.list(folder)) {
            for (Path cache : caches.filter(this::isMine).toList()) {
                Files.delete(cache);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("stale AOT caches in " + folder + " cannot be removed", e);
        }
    }

    private boolean isMine(Path cache) {
        return cache.getFileName().toString().matches(program + "-[0-9a-f]{16}\\.aot.*");
    }

    private static String fingerprint(List<Path> trainedWith) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            update(digest, Runtime.version().toString() + System.getProperty("java.home"));
            for (Path path : trainedWith) {
                try (Stream<Path> files = Files.walk(path)) {
                    for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                        update(digest, file + "|" + Files.size(file) + "|" + Files.getLastModifiedTime(file));
                    }
                }
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        } catch (IOException e) {
            throw new UncheckedIOException("what an AOT cache is made from cannot be read", e);
        }
    }

    private static void update(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
    }
}
