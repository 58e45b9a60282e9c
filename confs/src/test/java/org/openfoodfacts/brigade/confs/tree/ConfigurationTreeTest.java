package org.openfoodfacts.brigade.confs.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.confs.Examples;
import org.openfoodfacts.brigade.confs.Problem;
import org.openfoodfacts.brigade.confs.proxmox.ContainerConf;
import org.openfoodfacts.brigade.confs.proxmox.GuestConf;
import org.openfoodfacts.brigade.confs.proxmox.VirtualMachineConf;
import org.openfoodfacts.brigade.confs.source.Source;

class ConfigurationTreeTest {
    private static final Path CORPUS = Path.of("..", "..", "shared", "corpus");

    @TempDir
    private Path root;

    @Test
    void theExampleIsReadWithoutAProblemAndEachGuestHasItsProxmoxFile() throws IOException {
        ConfigurationTree tree = ConfigurationTree.read(Examples.FLEET);

        assertThat(tree.problems()).isEmpty();
        Map<String, GuestConf> guests = tree.guestsByNode();
        assertThat(guests).hasSize(8);
        assertThat(guests.get("staging")).isInstanceOf(VirtualMachineConf.class);
        assertThat(guests.get("off")).isInstanceOf(ContainerConf.class);
        assertThat(guests.get("north-proxy").file()).isEqualTo("confs/north1/pve/lxc_101.conf");
        assertThat(guests.get("south-proxy").file()).isEqualTo("confs/south1/pve/lxc_101.conf");
    }

    @Test
    void linksWithinTheTreeAreFollowed() throws IOException {
        ConfigurationTree tree = ConfigurationTree.read(Examples.FLEET);

        assertThat(tree.files())
                .extracting(Source::name)
                .contains("confs/north-proxy/systemd/system/nginx.service.d/override.conf");
        assertThat(tree.files())
                .filteredOn(file -> file.name().equals("confs/north-proxy/fail2ban/jail.d/nginx-manual-ban.local"))
                .allSatisfy(file -> {
                    assertThat(file.folder()).isEqualTo("north-proxy");
                    assertThat(file.real()).contains("common");
                });
    }

    @Test
    void linksThatLeaveLeadNowhereOrGoInCirclesAreReportedAndNotRead(@TempDir Path outside) throws IOException {
        Files.writeString(outside.resolve("secret"), "x");
        Path node = Files.createDirectories(root.resolve("confs/a"));
        Files.createSymbolicLink(node.resolve("absolute"), outside.resolve("secret"));
        Files.createSymbolicLink(node.resolve("relative"), node.relativize(outside.resolve("secret")));
        Files.createSymbolicLink(node.resolve("nowhere"), Path.of("missing"));
        Files.createSymbolicLink(node.resolve("circle"), Path.of(".."));
        Files.createSymbolicLink(node.resolve("self"), Path.of("self"));
        Files.createDirectories(root.resolve(".git"));
        Files.writeString(root.resolve(".git/config"), "x");
        Files.createSymbolicLink(node.resolve("git"), Path.of("../../.git/config"));

        ConfigurationTree tree = ConfigurationTree.read(root);

        assertThat(tree.files()).isEmpty();
        assertThat(tree.problems())
                .filteredOn(problem -> !problem.isError())
                .extracting(Problem::file)
                .containsExactlyInAnyOrder(
                        "confs/a/absolute",
                        "confs/a/relative",
                        "confs/a/nowhere",
                        "confs/a/circle",
                        "confs/a/self",
                        "confs/a/git");
    }

    @Test
    void withoutFleetYamlItSaysSo() throws IOException {
        ConfigurationTree tree = ConfigurationTree.read(root);

        assertThat(tree.fleet()).isNull();
        assertThat(tree.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.isError()).isTrue();
            assertThat(problem.what()).contains("there is no fleet.yaml");
        });
    }

    @Test
    void whatIsTooLargeIsSaidToBeSoAndNotToBeMissing() throws IOException {
        Files.writeString(root.resolve("fleet.yaml"), "#".repeat(1_000_001));
        Path pve = Files.createDirectories(root.resolve("confs/a/pve"));
        Files.writeString(pve.resolve("lxc_101.conf"), "#".repeat(1_000_001));

        assertThat(ConfigurationTree.read(root).problems())
                .extracting(Problem::file, Problem::isError, Problem::what)
                .containsExactlyInAnyOrder(
                        tuple("fleet.yaml", true, "the file is larger than 1000000 bytes"),
                        tuple("confs/a/pve/lxc_101.conf", false, "the file is larger than 1000000 bytes"));
    }

    @Test
    void aFleetYamlOutsideTheTreeIsNotRead(@TempDir Path outside) throws IOException {
        Files.writeString(outside.resolve("fleet.yaml"), Examples.fleetYaml());
        Files.createSymbolicLink(root.resolve("fleet.yaml"), outside.resolve("fleet.yaml"));

        assertThat(ConfigurationTree.read(root).fleet()).isNull();
    }

    @Test
    void aRootThatIsNotThereIsTheCallersFault() {
        assertThatThrownBy(() -> ConfigurationTree.read(root.resolve("missing")))
                .isInstanceOf(IOException.class);
    }

    @Test
    void theUsersOwnProxmoxFilesAreReadWithoutAFalseAlarm() throws IOException {
        assumeTrue(Files.isDirectory(CORPUS), "the corpus of the users' files is not on this machine");
        ConfigurationTree tree = ConfigurationTree.read(CORPUS);

        assertThat(tree.guests()).isNotEmpty();
        assertThat(tree.guests()).allSatisfy(hosted -> {
            assertThat(hosted.folder()).isEqualTo("off2");
            assertThat(hosted.guest().name()).isNotEmpty();
            assertThat(hosted.guest().networks()).isNotEmpty();
        });
        assertThat(tree.problems())
                .filteredOn(problem -> problem.file().contains("/pve/"))
                .isEmpty();
    }
}
