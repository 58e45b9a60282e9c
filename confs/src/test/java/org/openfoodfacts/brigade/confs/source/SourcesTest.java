package org.openfoodfacts.brigade.confs.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.confs.Problem;

class SourcesTest {
    @Test
    void aFileIsSeenByEveryMachineThatLinksToItOrToAFolderAboveIt() {
        Sources sources = of(
                "confs/common/systemd/nginx.service.d/override.conf", "[Service]\n",
                "confs/a/systemd/nginx.service.d", "-> ../../common/systemd/nginx.service.d",
                "confs/b/nginx.conf", "-> ../common/systemd/nginx.service.d/override.conf",
                "confs/c", "-> a");

        assertThat(sources.problems()).isEmpty();
        assertThat(sources.all())
                .filteredOn(source -> !source.folder().equals("common"))
                .allSatisfy(source -> {
                    assertThat(source.real()).isEqualTo("confs/common/systemd/nginx.service.d/override.conf");
                    assertThat(source.text().line(1)).isEqualTo("[Service]");
                })
                .extracting(Source::folder, Source::inFolder)
                .containsExactlyInAnyOrder(
                        tuple("a", "systemd/nginx.service.d/override.conf"),
                        tuple("b", "nginx.conf"),
                        tuple("c", "systemd/nginx.service.d/override.conf"));
    }

    @Test
    void aLinkThatGitCouldOnlyWriteAsATextIsFollowedToo() {
        Sources sources = of(
                "confs/common/systemd/system/a.service", "[Service]\n",
                "confs/a/systemd/system/a.service", "../../../common/systemd/system/a.service",
                "confs/a/systemd/system/b.service", "../../../common/systemd/system/b.service",
                "confs/b/systemd", "../common/systemd");

        assertThat(sources.problems()).isEmpty();
        assertThat(sources.all())
                .extracting(Source::name, Source::real)
                .contains(
                        tuple("confs/a/systemd/system/a.service", "confs/common/systemd/system/a.service"),
                        tuple("confs/a/systemd/system/b.service", "confs/a/systemd/system/b.service"),
                        tuple("confs/b/systemd/system/a.service", "confs/common/systemd/system/a.service"));
    }

    @Test
    void aLinkThatLeavesLeadsNowhereOrInACircleIsSaidAndNotRead() {
        Sources sources = of(
                "confs/a/out", "-> ../../../etc/passwd",
                "confs/a/absolute", "-> /etc/passwd",
                "confs/a/nowhere", "-> ../b/missing",
                "confs/a/self", "-> self",
                "confs/a/up", "-> ..",
                "confs/a/one", "-> two",
                "confs/a/two", "-> one");

        assertThat(sources.all()).isEmpty();
        assertThat(sources.problems())
                .extracting(Problem::file)
                .containsExactlyInAnyOrder(
                        "confs/a/out",
                        "confs/a/absolute",
                        "confs/a/nowhere",
                        "confs/a/self",
                        "confs/a/up",
                        "confs/a/one",
                        "confs/a/two");
    }

    @Test
    void aFolderIsReadWithoutFollowingItsLinksAndWithoutGit(@TempDir Path folder) throws IOException {
        Files.createDirectories(folder.resolve("confs/a"));
        Files.createDirectories(folder.resolve(".git"));
        Files.writeString(folder.resolve(".git/config"), "secret");
        Files.writeString(folder.resolve("confs/a/x.conf"), "one\ntwo");
        Files.createSymbolicLink(folder.resolve("confs/a/etc"), Path.of("/etc"));

        EntryTree tree = FolderReader.read(folder);

        assertThat(tree.entries()).containsOnlyKeys("confs/a/etc", "confs/a/x.conf");
        Sources sources = Sources.of(tree);
        assertThat(sources.all()).extracting(Source::name).containsExactly("confs/a/x.conf");
        assertThat(sources.all().getFirst().text().endsWithinALine()).isTrue();
    }

    private static Sources of(String... namesAndTexts) {
        Map<String, String> texts = new TreeMap<>();
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            texts.put(namesAndTexts[i], namesAndTexts[i + 1]);
        }
        return Sources.of(EntryTree.ofTexts(texts));
    }
}
