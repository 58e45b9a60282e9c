package org.openfoodfacts.brigade.inventory.git;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.api.errors.JGitInternalException;
import org.eclipse.jgit.api.errors.TransportException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.FetchResult;
import org.eclipse.jgit.transport.Transport;
import org.jboss.logging.Logger;

/**
 * A bare clone of a remote repository in the cache. It takes its name only when it is whole, and one that a fetch cannot bring up to date
 * (half of one, or with the locks of a process that was killed) is replaced by a new one.
 */
final class CachedClone {
    private static final Logger LOG = Logger.getLogger(CachedClone.class);
    private static final int TIMEOUT_SECONDS = 30;
    private static final Set<RefUpdate.Result> UPDATED = EnumSet.of(
            RefUpdate.Result.NEW, RefUpdate.Result.FAST_FORWARD, RefUpdate.Result.FORCED, RefUpdate.Result.NO_CHANGE);

    private final Path folder;
    private final Path begun;
    private final String address;

    CachedClone(Path cache, String name, String address) {
        this.folder = cache.resolve(name);
        this.begun = cache.resolve(name + ".begun");
        this.address = address;
    }

    /** The clone as the remote repository is now. Only one process may use the folder at a time. */
    Repository fetched() throws IOException, GitAPIException {
        if (!Files.exists(folder)) {
            return cloned();
        }
        try {
            return fetch();
        } catch (TransportException | org.eclipse.jgit.errors.TransportException e) {
            throw e; // the other end, not the clone
        } catch (IOException | GitAPIException | JGitInternalException e) {
            return anew(e);
        }
    }

    /** A new clone instead of one that cannot be used. */
    Repository anew(Exception why) throws IOException, GitAPIException {
        LOG.warnf("the clone %s cannot be used and is made anew: %s", folder, why.getMessage());
        return cloned();
    }

    private Repository fetch() throws IOException, GitAPIException {
        Repository repository = new FileRepositoryBuilder()
                .setGitDir(folder.toFile())
                .setMustExist(true)
                .build();
        try (Git git = Git.wrap(repository)) {
            require(git.fetch()
                    .setRefSpecs("+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*")
                    .setRemoveDeletedRefs(true)
                    .setTimeout(TIMEOUT_SECONDS)
                    .call());
            followHead(repository);
            return repository;
        } catch (IOException | GitAPIException | RuntimeException e) {
            repository.close();
            throw e;
        }
    }

    private static void require(FetchResult result) throws IOException {
        for (var update : result.getTrackingRefUpdates()) {
            require(update.getLocalName(), update.getResult());
        }
    }

    private static void require(String name, RefUpdate.Result result) throws IOException {
        if (!UPDATED.contains(result)) {
            throw new IOException(name + " cannot be updated: " + result);
        }
    }

    /** A fetch leaves HEAD at the branch that was the default one when the clone was made. */
    private static void followHead(Repository repository) throws IOException {
        Ref head = remoteHead(repository);
        if (head != null && head.isSymbolic()) {
            String branch = head.getTarget().getName();
            if (repository.exactRef(branch) != null) { // else it came after the fetch; the next one brings it
                require(Constants.HEAD, repository.updateRef(Constants.HEAD).link(branch));
            }
        }
    }

    /** Asked for by itself: version 2 of the protocol tells a fetch of the branches of nothing else. Null when the remote has none. */
    private static Ref remoteHead(Repository repository) throws IOException {
        try (Transport transport = Transport.open(repository, Constants.DEFAULT_REMOTE_NAME)) {
            transport.setTimeout(TIMEOUT_SECONDS);
            try (FetchConnection connection = transport.openFetch(List.of(), Constants.HEAD)) {
                return connection.getRef(Constants.HEAD);
            }
        } catch (URISyntaxException e) {
            throw new IOException("the remote's address in the clone is none", e);
        }
    }

    private Repository cloned() throws IOException, GitAPIException {
        Folders.remove(begun);
        try {
            Files.createDirectories(begun);
            Git.cloneRepository()
                    .setURI(address)
                    .setDirectory(begun.toFile())
                    .setBare(true)
                    .setTimeout(TIMEOUT_SECONDS)
                    .call()
                    .close();
            Folders.remove(folder);
            Files.move(begun, folder, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Folders.remove(begun);
        }
        return new FileRepositoryBuilder()
                .setGitDir(folder.toFile())
                .setMustExist(true)
                .build();
    }
}
