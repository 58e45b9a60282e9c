package org.openfoodfacts.brigade.inventory.git;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.api.errors.JGitInternalException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.RepositoryCache.FileKey;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.util.FS;
import org.openfoodfacts.brigade.confs.tree.ConfigurationTree;
import org.openfoodfacts.brigade.inventory.InventoryConfig;
import org.openfoodfacts.brigade.inventory.domain.RepositoryAddress;

/**
 * The configuration repository at its revision. A local one is opened in place, a remote one is cloned into the cache and fetched. The
 * commit counts, never a working tree. All methods block.
 */
@ApplicationScoped
public class ConfigurationRepository {
    private final InventoryConfig config;
    private final AtomicBoolean hasTidied = new AtomicBoolean();

    ConfigurationRepository(InventoryConfig config) {
        this.config = config;
    }

    /** The address; null when none is configured. */
    public RepositoryAddress address() {
        return config.repository()
                .map(RepositoryAddress::new)
                .map(a -> a.isLocalPath()
                        ? new RepositoryAddress(
                                Path.of(a.text()).toAbsolutePath().normalize().toString())
                        : a)
                .orElse(null);
    }

    /**
     * Reads the commit that the revision names now.
     *
     * @param known the commit that the caller has read and needs no second time; null for none
     */
    public Reading read(String known) {
        if (hasTidied.compareAndSet(false, true)) {
            TemporaryFolder.removeLeftBehind();
        }
        RepositoryAddress address = address();
        if (address == null) {
            return new Reading.Unreadable("no configuration repository is set: set brigade.inventory.repository");
        }
        try {
            return address.isLocalPath() ? readLocal(address, known) : readRemote(address, known);
        } catch (IOException | GitAPIException | JGitInternalException e) {
            String why = String.valueOf(e.getMessage()).replace(address.text(), address.shown());
            return new Reading.Unreadable(address.shown() + " cannot be read: " + why);
        }
    }

    private Reading readLocal(RepositoryAddress address, String known) throws IOException {
        try (Repository repository = local(address)) {
            if (repository == null) {
                return new Reading.Unreadable(
                        address.text() + " is not a git repository: give the folder of a clone, or run"
                                + " 'git init', 'git add' and 'git commit' in it; only what is committed counts");
            }
            return read(repository, address, known);
        }
    }

    /** What a fetch wrote last is missing after a power cut, and is not fetched again as long as the branches name it. */
    private Reading readRemote(RepositoryAddress address, String known) throws IOException, GitAPIException {
        UUID name = UUID.nameUUIDFromBytes(address.text().getBytes(StandardCharsets.UTF_8));
        CachedClone clone = new CachedClone(config.cache(), name.toString(), address.text());
        try (Repository repository = clone.fetched()) {
            return read(repository, address, known);
        } catch (MissingObjectException e) {
            try (Repository repository = clone.anew(e)) {
                return read(repository, address, known);
            }
        }
    }

    private Reading read(Repository repository, RepositoryAddress address, String known) throws IOException {
        ObjectId id = repository.resolve(config.revision() + "^{commit}");
        if (id == null) {
            return new Reading.Unreadable(address.shown() + " has no commit '" + config.revision()
                    + "': commit first, or correct brigade.inventory.revision");
        }
        if (id.name().equals(known)) {
            return new Reading.Unmoved(known);
        }
        try (RevWalk walk = new RevWalk(repository)) {
            RevCommit commit = walk.parseCommit(id);
            try (TreeExport export = TreeExport.of(repository, commit)) {
                return new Reading.Read(commit.name(), ConfigurationTree.read(export.folder()));
            }
        }
    }

    /** Null when there is no git repository; one of a folder above does not count. */
    private static Repository local(RepositoryAddress address) throws IOException {
        File folder = new File(address.text());
        FileRepositoryBuilder builder = new FileRepositoryBuilder().setMustExist(true);
        if (new File(folder, ".git").exists()) {
            return builder.setWorkTree(folder).build();
        }
        return FileKey.isGitRepository(folder, FS.DETECTED)
                ? builder.setGitDir(folder).build()
                : null;
    }
}
