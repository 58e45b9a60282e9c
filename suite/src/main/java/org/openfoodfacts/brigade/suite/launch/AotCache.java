package org.openfoodfacts.brigade.suite.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The AOT cache of one Java program: recorded in its first run, which writes it as it ends, and used by all later ones. Its name carries
 * a fingerprint of the Java and of the files it was recorded with, so a stale one is never used; it takes that name only after a run that
 * ended in order, so half a one is never used either. Of several first runs at once, one records; none does where the environment says
 * {@code BRIGADE_AOT_RECORDING=off}, for what is started only once or on a machine that is busy: writing them takes a minute of its processors.
 */
public final class AotCache {
    public static final String RECORDING = "BRIGADE_AOT_RECORDING";
    public static final String OFF = "off";

    private static final Use NEITHER = new Use(List.of(), Optional.empty());

    private final Path folder;
    private final String program;
    private final Path file;
    private final Path part;
    private final Path claim;

    /** @param recordedWith the jars of the program, or folders of them; when one changes, another cache is needed */
    public AotCache(Path folder, String program, List<Path> recordedWith) {
        this.folder = folder;
        this.program = program;
        this.file = folder.resolve(program + "-" + fingerprint(recordedWith) + ".aot");
        this.part = file.resolveSibling(file.getFileName() + ".part");
        this.claim = file.resolveSibling(file.getFileName() + ".recording");
    }

    /** The cache of one of the suite's programs. */
    public static AotCache of(String program, List<Path> recordedWith) {
        return new AotCache(Folders.cache().resolve("aot"), program, recordedWith);
    }

    /** What the next run does with the cache, to be asked once for each run. */
    public Use use() {
        if (Files.exists(file)) {
            return new Use(List.of("-XX:AOTCache=" + file), Optional.empty());
        }
        if (OFF.equals(System.getenv(RECORDING))) {
            return NEITHER;
        }
        PrivateFiles.createFolder(folder);
        if (!claim()) {
            return NEITHER;
        }
        removeStale();
        return new Use(List.of("-XX:AOTCacheOutput=" + part), Optional.of(this));
    }

    /**
     * The options of a run.
     *
     * @param recorded the cache that this run records, if it does
     */
    public record Use(List<String> options, Optional<AotCache> recorded) {}

    private boolean claim() {
        String me = Long.toString(ProcessHandle.current().pid());
        try {
            Files.writeString(claim, me, StandardOpenOption.CREATE_NEW);
            return true;
        } catch (FileAlreadyExistsException e) {
            return isLeftBehind() && release() && claim();
        } catch (IOException e) {
            throw new UncheckedIOException(claim + " cannot be written", e);
        }
    }

    private boolean isLeftBehind() {
        try {
            String owner = Files.readString(claim).strip();
            return !owner.isEmpty()
                    && ProcessHandle.of(Long.parseLong(owner))
                            .filter(ProcessHandle::isAlive)
                            .isEmpty();
        } catch (IOException e) {
            return false; // its owner has just finished
        }
    }

    private boolean release() {
        try {
            return Files.deleteIfExists(claim);
        } catch (IOException e) {
            throw new UncheckedIOException(claim + " cannot be removed", e);
        }
    }

    /**
     * The recording run ended in order: from now on the cache is used. Not when another process, which the JVM has write it as it ends, was
     * cut short: the run's exit code does not tell that, but only after a whole cache the JVM removes what it was made from.
     */
    void keep() {
        try {
            if (Files.exists(part) && !Files.exists(part.resolveSibling(part.getFileName() + ".config"))) {
                force(part);
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be put in its place", e);
        }
        var _ = release();
    }

    /** A JVM believes a cache by its first page; one that lost its end in a power cut ends it as it starts. */
    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** The recording run was cut short; what it left goes when the next one begins. */
    void drop() {
        var _ = release();
    }

    private void removeStale() {
        try (Stream<Path> caches = Files.list(folder)) {
            for (Path cache : caches.filter(this::isStale).toList()) {
                Files.deleteIfExists(cache);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("stale AOT caches in " + folder + " cannot be removed", e);
        }
    }

    private boolean isStale(Path cache) {
        return cache.getFileName().toString().matches(program + "-[0-9a-f]{16}\\.aot(\\..*)?") && !cache.equals(claim);
    }

    private static String fingerprint(List<Path> recordedWith) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            update(digest, Runtime.version().toString() + System.getProperty("java.home"));
            for (Path path : recordedWith) {
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
