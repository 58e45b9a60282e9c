package org.openfoodfacts.brigade.inventory.git;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * A temporary folder of this process, gone when closed. A lock beside its content is held that long, which the kernel lets go for a
 * process that is killed: so one that nobody holds was left behind.
 */
final class TemporaryFolder implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(TemporaryFolder.class);
    private static final String PREFIX = "brigade-configuration";
    private static final String LOCK = "lock";
    /** What the lock is called until it is held. */
    private static final String UNLOCKED = "unlocked";

    private static final String CONTENT = "content";
    private static final Duration LONGEST_TO_MAKE = Duration.ofHours(1);

    private final Path folder;
    private final FileChannel lock;

    private TemporaryFolder(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    static TemporaryFolder create() throws IOException {
        Path folder = Files.createTempDirectory(PREFIX);
        Path unlocked = folder.resolve(UNLOCKED);
        FileChannel channel = FileChannel.open(unlocked, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        TemporaryFolder made = new TemporaryFolder(folder, channel);
        try {
            channel.lock();
            Files.move(unlocked, folder.resolve(LOCK));
            Files.createDirectory(made.content());
        } catch (IOException | RuntimeException e) {
            made.close();
            throw e;
        }
        return made;
    }

    Path content() {
        return folder.resolve(CONTENT);
    }

    @Override
    public void close() throws IOException {
        try (lock) {
            Folders.remove(folder);
        }
    }

    /** Removes what processes of the same user left that were killed. */
    static void removeLeftBehind() {
        try (TemporaryFolder mine = create();
                Stream<Path> beside = Files.list(mine.folder.getParent())) {
            UserPrincipal me = Files.getOwner(mine.folder);
            List<Path> others = beside.filter(
                            path -> path.getFileName().toString().startsWith(PREFIX))
                    .filter(path -> !path.equals(mine.folder))
                    .toList();
            for (Path other : others) {
                removeIfLeftBehind(other, me);
            }
        } catch (IOException e) {
            LOG.warnf("what killed processes left behind cannot be removed: %s", e.getMessage());
        }
    }

    /** Nobody else can put a link into a folder of ours while it is removed. */
    private static void removeIfLeftBehind(Path folder, UserPrincipal me) throws IOException {
        if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                && Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(me)
                && !isHeld(folder)) {
            LOG.infof("%s was left behind and is removed", folder);
            Folders.remove(folder);
        }
    }

    /** One without a lock is being made, or was made before there were locks. */
    private static boolean isHeld(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE);
                FileLock free = channel.tryLock()) {
            return free == null;
        } catch (OverlappingFileLockException _) {
            return true;
        } catch (NoSuchFileException _) {
            Instant made = Files.getLastModifiedTime(folder).toInstant();
            return made.isAfter(Instant.now().minus(LONGEST_TO_MAKE));
        }
    }
}
