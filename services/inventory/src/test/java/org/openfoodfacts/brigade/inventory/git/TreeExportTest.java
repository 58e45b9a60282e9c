package org.openfoodfacts.brigade.inventory.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.revwalk.RevCommit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trees that git itself would not make, but that somebody may push. */
class TreeExportTest {
    @TempDir
    private Path folder;

    private Repository repository;

    @BeforeEach
    void makeRepository() throws Exception {
        Git.init()
                .setBare(true)
                .setDirectory(folder.resolve("git").toFile())
                .call()
                .close();
        repository = Git.open(folder.resolve("git").toFile()).getRepository();
    }

    @AfterEach
    void close() {
        repository.close();
    }

    @Test
    void filesAndLinksAreAsTheCommitHasThem() throws Exception {
        TreeFormatter tree = new TreeFormatter();
        tree.append("a", FileMode.REGULAR_FILE, blob("text"));
        tree.append("link", FileMode.SYMLINK, blob("a"));

        try (TreeExport export = TreeExport.of(repository, commit(tree))) {
            assertThat(export.folder().resolve("link")).isSymbolicLink().hasContent("text");
        }
    }

    @Test
    void aLinkLongerThanAnyPathIsNamed() throws Exception {
        TreeFormatter tree = new TreeFormatter();
        tree.append("link", FileMode.SYMLINK, blob("x".repeat(1_100_000)));
        RevCommit commit = commit(tree);

        assertThatThrownBy(() -> TreeExport.of(repository, commit))
                .isInstanceOf(IOException.class)
                .hasMessage("link is a link of 1100000 bytes; no path has more than 4096");
    }

    @Test
    void noLinkIsMadeThroughAnother() throws Exception {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        TreeFormatter inner = new TreeFormatter();
        inner.append("planted", FileMode.SYMLINK, blob("/etc/hostname"));
        TreeFormatter tree = new TreeFormatter();
        tree.append("a", FileMode.SYMLINK, blob(outside.toString()));
        tree.append("a", FileMode.TREE, insert(inner));
        RevCommit commit = commit(tree);

        assertThatThrownBy(() -> TreeExport.of(repository, commit)).isInstanceOf(IOException.class);

        assertThat(outside).isEmptyDirectory();
    }

    private ObjectId blob(String text) throws IOException {
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            ObjectId id = inserter.insert(Constants.OBJ_BLOB, text.getBytes(StandardCharsets.UTF_8));
            inserter.flush();
            return id;
        }
    }

    private ObjectId insert(TreeFormatter tree) throws IOException {
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            ObjectId id = inserter.insert(tree);
            inserter.flush();
            return id;
        }
    }

    private RevCommit commit(TreeFormatter tree) throws IOException {
        CommitBuilder commit = new CommitBuilder();
        commit.setTreeId(insert(tree));
        PersonIdent who = new PersonIdent("Test", "test@example.org", Instant.EPOCH, ZoneOffset.UTC);
        commit.setAuthor(who);
        commit.setCommitter(who);
        commit.setMessage("x");
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            ObjectId id = inserter.insert(commit);
            inserter.flush();
            return repository.parseCommit(id);
        }
    }
}
