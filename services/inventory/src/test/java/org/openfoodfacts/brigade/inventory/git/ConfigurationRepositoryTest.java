package org.openfoodfacts.brigade.inventory.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.Daemon;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.inventory.InventoryConfig;

class ConfigurationRepositoryTest {
    @TempDir
    private Path folder;

    @TempDir
    private Path cache;

    private Path repository;

    @BeforeEach
    void makeRepository() throws Exception {
        repository = Files.createDirectory(folder.resolve("fleet"));
        Files.createDirectories(repository.resolve("confs/common"));
        Files.createDirectories(repository.resolve("confs/a"));
        Files.writeString(repository.resolve("fleet.yaml"), "fleet: one\n");
        Files.writeString(repository.resolve("confs/common/x.conf"), "x");
        Files.createSymbolicLink(repository.resolve("confs/a/x.conf"), Path.of("../common/x.conf"));
        Git.init().setDirectory(repository.toFile()).call().close();
    }

    @Test
    void theCommitCountsAndNotTheWorkingTree() throws Exception {
        String commit = commit();
        Files.writeString(repository.resolve("fleet.yaml"), "fleet: two\n");

        Reading.Read read = (Reading.Read) reader(repository.toString(), "HEAD").read(null);

        assertThat(read.commit()).isEqualTo(commit);
        assertThat(read.tree().fleet().name()).isEqualTo("one");
        assertThat(read.tree().files()).extracting(f -> f.name()).contains("confs/a/x.conf");
    }

    /** Of a file that is gone it would say that it cannot be read. */
    @Test
    void aCommitThatIsKnownIsNotReadAgain() throws Exception {
        String commit = commit();
        for (String address : List.of(repository.toString(), repository.toUri().toString())) {
            ConfigurationRepository reader = reader(address, "HEAD");
            reader.read(null);
            assertThat(reader.read("another")).isInstanceOf(Reading.Read.class);
            assertThat(reader.read(commit)).isEqualTo(new Reading.Unmoved(commit));
        }
        Files.delete(treeFile(commit));
        ConfigurationRepository reader = reader(repository.toString(), "HEAD");

        assertThat(reader.read(commit)).isEqualTo(new Reading.Unmoved(commit));
        assertThat(why(reader)).contains("cannot be read");
    }

    private Path treeFile(String commit) throws Exception {
        try (Git git = Git.open(repository.toFile());
                RevWalk walk = new RevWalk(git.getRepository())) {
            String tree =
                    walk.parseCommit(ObjectId.fromString(commit)).getTree().name();
            return repository
                    .resolve(".git/objects")
                    .resolve(tree.substring(0, 2))
                    .resolve(tree.substring(2));
        }
    }

    @Test
    void aRemoteRepositoryIsClonedAndThenFetched() throws Exception {
        String first = commit();
        ConfigurationRepository reader = reader(repository.toUri().toString(), "HEAD");
        assertThat(((Reading.Read) reader.read(null)).commit()).isEqualTo(first);

        Files.writeString(repository.resolve("fleet.yaml"), "fleet: two\n");
        String second = commit();

        assertThat(((Reading.Read) reader.read(null)).commit()).isEqualTo(second);
    }

    @Test
    void aRemoteBranchThatIsRenamedIsFollowed() throws Exception {
        commit();
        try (Git git = Git.open(repository.toFile());
                Server server = Server.of(git.getRepository())) {
            ConfigurationRepository reader = reader(server.address(), "HEAD");
            reader.read(null);
            git.branchRename()
                    .setOldName(git.getRepository().getBranch())
                    .setNewName("trunk")
                    .call();
            Files.writeString(repository.resolve("fleet.yaml"), "fleet: two\n");
            String second = commit();

            assertThat(((Reading.Read) reader.read(null)).commit()).isEqualTo(second);
        }
    }

    @Test
    void anotherDefaultBranchOfTheRemoteIsFollowedThoughTheOldOneStays() throws Exception {
        commit();
        ConfigurationRepository reader = reader(repository.toUri().toString(), "HEAD");
        reader.read(null);
        try (Git git = Git.open(repository.toFile())) {
            git.checkout().setCreateBranch(true).setName("trunk").call();
        }
        Files.writeString(repository.resolve("fleet.yaml"), "fleet: two\n");
        String second = commit();

        assertThat(((Reading.Read) reader.read(null)).commit()).isEqualTo(second);
    }

    @Test
    void aCloneThatLostWhatItsBranchesNameIsReplaced() throws Exception {
        String commit = commit();
        ConfigurationRepository reader = reader(repository.toUri().toString(), "HEAD");
        reader.read(null);
        try (var packs = Files.newDirectoryStream(onlyFolder().resolve("objects/pack"), "*.pack")) {
            for (Path pack : packs) {
                Files.delete(pack);
            }
        }

        assertThat(((Reading.Read) reader.read(null)).commit()).isEqualTo(commit);
    }

    @Test
    void halfAClonedRepositoryIsReplaced() throws Exception {
        String commit = commit();
        ConfigurationRepository reader = reader(repository.toUri().toString(), "HEAD");
        reader.read(null);
        Path clone = onlyFolder();
        Folders.remove(clone);
        // What a process leaves that is killed before it knows of a remote end.
        Git.init().setBare(true).setDirectory(clone.toFile()).call().close();

        assertThat(((Reading.Read) reader.read(null)).commit()).isEqualTo(commit);
    }

    @Test
    void aCloneThatWasBegunAndNeverEndedIsInNobodysWay() throws Exception {
        String commit = commit();
        ConfigurationRepository reader = reader(repository.toUri().toString(), "HEAD");
        reader.read(null);
        Path clone = onlyFolder();
        Files.move(clone, cache.resolve(clone.getFileName() + ".begun"));

        assertThat(((Reading.Read) reader.read(null)).commit()).isEqualTo(commit);
        assertThat(onlyFolder()).isEqualTo(clone);
    }

    @Test
    void theLockOfAFetchThatWasKilledDoesNotHoldTheOldCommit() throws Exception {
        commit();
        ConfigurationRepository reader = reader(repository.toUri().toString(), "HEAD");
        reader.read(null);
        String branch;
        try (Git git = Git.open(repository.toFile())) {
            branch = git.getRepository().getFullBranch();
        }
        Files.createDirectories(onlyFolder().resolve(branch).getParent());
        Files.createFile(onlyFolder().resolve(branch + ".lock"));
        Files.writeString(repository.resolve("fleet.yaml"), "fleet: two\n");
        String second = commit();

        assertThat(((Reading.Read) reader.read(null)).commit()).isEqualTo(second);
    }

    @Test
    void aRemoteThatIsAwayKeepsTheClone() throws Exception {
        commit();
        ConfigurationRepository reader = reader(repository.toUri().toString(), "HEAD");
        reader.read(null);
        Path clone = onlyFolder();
        Files.move(repository, folder.resolve("moved"));

        assertThat(why(reader)).contains("cannot be read");
        assertThat(onlyFolder()).isEqualTo(clone);
    }

    private Path onlyFolder() throws Exception {
        try (var folders = Files.list(cache)) {
            List<Path> all = folders.toList();
            assertThat(all).hasSize(1);
            return all.getFirst();
        }
    }

    @Test
    void anEarlierRevisionCanBeNamed() throws Exception {
        String first = commit();
        Files.writeString(repository.resolve("fleet.yaml"), "fleet: two\n");
        commit();

        assertThat(((Reading.Read) reader(repository.toString(), first).read(null)).commit())
                .isEqualTo(first);
    }

    @Test
    void whatIsNoRepositoryOrHasNoCommitIsSaidClearly() throws Exception {
        assertThat(why(reader(repository.resolve("confs").toString(), "HEAD"))).contains("is not a git repository");
        assertThat(why(reader(folder.resolve("missing").toString(), "HEAD"))).contains("is not a git repository");
        assertThat(why(reader(repository.toString(), "HEAD"))).contains("has no commit 'HEAD'");
        commit();
        assertThat(why(reader(repository.toString(), "release"))).contains("has no commit 'release'");
        assertThat(why(reader(folder.resolve("missing").toUri().toString(), "HEAD")))
                .contains("cannot be read");
        assertThat(why(reader(null, "HEAD"))).contains("set brigade.inventory.repository");
    }

    private String commit() throws Exception {
        try (Git git = Git.open(repository.toFile())) {
            git.add().addFilepattern(".").call();
            return git.commit()
                    .setMessage("x")
                    .setAuthor("Test", "test@example.org")
                    .setCommitter("Test", "test@example.org")
                    .setSign(false)
                    .call()
                    .name();
        }
    }

    private static String why(ConfigurationRepository reader) {
        return ((Reading.Unreadable) reader.read(null)).why();
    }

    private ConfigurationRepository reader(String address, String revision) {
        return new ConfigurationRepository(new Config(address, revision, cache));
    }

    /** Speaks version 2 of git's protocol, as web servers do; what is read by path does not. */
    private record Server(Daemon daemon) implements AutoCloseable {
        static Server of(Repository repository) throws Exception {
            Daemon daemon = new Daemon(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            daemon.setRepositoryResolver((client, name) -> {
                repository.incrementOpen();
                return repository;
            });
            daemon.getService("git-upload-pack").setEnabled(true);
            daemon.start();
            return new Server(daemon);
        }

        String address() {
            return "git://127.0.0.1:" + daemon.getAddress().getPort() + "/fleet";
        }

        @Override
        public void close() {
            daemon.stop();
        }
    }

    private record Config(String address, String revision, Path cache) implements InventoryConfig {
        @Override
        public Optional<String> repository() {
            return Optional.ofNullable(address);
        }

        @Override
        public String importEvery() {
            return "off";
        }

        @Override
        public String lostSweep() {
            return "off";
        }

        @Override
        public Duration journalRetention() {
            return Duration.ofDays(1);
        }

        @Override
        public Duration journalPoll() {
            return Duration.ofSeconds(1);
        }
    }
}
