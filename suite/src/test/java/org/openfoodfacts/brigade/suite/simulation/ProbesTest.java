package org.openfoodfacts.brigade.suite.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.Tools;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.exec.ProcessExec;
import org.openfoodfacts.brigade.agent.facts.DisksProbe;
import org.openfoodfacts.brigade.agent.facts.NetworkProbe;
import org.openfoodfacts.brigade.agent.facts.PoolStatusProbe;
import org.openfoodfacts.brigade.agent.facts.Probe;
import org.openfoodfacts.brigade.agent.facts.StorageProbe;
import org.openfoodfacts.brigade.agent.facts.UnitsProbe;
import org.openfoodfacts.brigade.agent.facts.UnseenException;
import org.openfoodfacts.brigade.agent.facts.Watch;
import org.openfoodfacts.brigade.agent.facts.ZfsProbe;
import org.openfoodfacts.brigade.contracts.facts.CapabilitiesFact;
import org.openfoodfacts.brigade.contracts.facts.CertificatesFact;
import org.openfoodfacts.brigade.contracts.facts.CertificatesFact.CertificateFile;
import org.openfoodfacts.brigade.contracts.facts.CheckoutsFact;
import org.openfoodfacts.brigade.contracts.facts.CheckoutsFact.Checkout;
import org.openfoodfacts.brigade.contracts.facts.DisksFact;
import org.openfoodfacts.brigade.contracts.facts.Fact;
import org.openfoodfacts.brigade.contracts.facts.NetworkFact;
import org.openfoodfacts.brigade.contracts.facts.NetworkFact.ListeningSocket;
import org.openfoodfacts.brigade.contracts.facts.PoolStatusFact;
import org.openfoodfacts.brigade.contracts.facts.PoolStatusFact.PoolStatus;
import org.openfoodfacts.brigade.contracts.facts.PoolsFact;
import org.openfoodfacts.brigade.contracts.facts.StorageFact;
import org.openfoodfacts.brigade.contracts.facts.SystemFact;
import org.openfoodfacts.brigade.contracts.facts.UnitsFact;

class ProbesTest {
    private static final Description PROXY = Description.of("proxy1", "ct", "10.1.0.101/24")
            .withRoles("proxy")
            .withPools(new Description.SimulatedPool("tank", 1L << 40, List.of("tank/a")))
            .withUnits("sanoid.timer");

    @TempDir
    Path folder;

    private Workbench bench;

    @BeforeEach
    void aProxy() {
        bench = new Workbench(folder, PROXY);
    }

    @Test
    void theMachineIsDescribedCompletely() {
        SystemFact system = fact(SystemFact.class, Watch.NOTHING);
        assertThat(system.hostname()).isEqualTo("proxy1");
        assertThat(system.os()).isEqualTo("Debian GNU/Linux");
        assertThat(system.memoryBytes()).isEqualTo(16L << 30);
        assertThat(system.cpus()).isEqualTo(4);
        assertThat(system.architecture()).isEqualTo("x86_64");
        assertThat(system.bootTime()).isBefore(bench.clock.instant());

        assertThat(fact(CapabilitiesFact.class, Watch.NOTHING).capabilities())
                .extracting(CapabilitiesFact.Capability::name)
                .contains("zfs", "zpool", "nginx", "fail2ban-client", "nft", "systemctl", "git")
                .doesNotContain("stunnel");
        StorageFact storage = fact(StorageFact.class, Watch.NOTHING);
        assertThat(storage.blockDevices()).hasSize(3);
        assertThat(storage.fileSystems())
                .extracting(StorageFact.FileSystem::mountPoint)
                .containsExactly("/", "/tank", "/tank/a");
        assertThat(fact(PoolsFact.class, Watch.NOTHING).pools().getFirst().health())
                .isEqualTo("ONLINE");
        assertThat(fact(PoolStatusFact.class, Watch.NOTHING).pools())
                .containsExactly(new PoolStatus("tank", "ONLINE", null, 0L, List.of()));
        assertThat(fact(DisksFact.class, Watch.NOTHING).disks())
                .extracting(DisksFact.Disk::device, DisksFact.Disk::model, DisksFact.Disk::passed)
                .containsExactly(
                        tuple("/dev/sda", "QEMU HARDDISK", null),
                        tuple("/dev/sdb", "Exos X16", true),
                        tuple("/dev/sdc", "Exos X16", true));
    }

    @Test
    void socketsNameTheProcessAndWhenItStarted() {
        NetworkFact network = fact(NetworkFact.class, Watch.NOTHING);

        assertThat(network.addresses()).contains(new NetworkFact.InterfaceAddress("eth0", "10.1.0.101/24"));
        assertThat(network.routes()).contains(new NetworkFact.Route("default", "10.1.0.254", "eth0", 0));
        ListeningSocket https = network.sockets().stream()
                .filter(socket -> socket.port() == 443)
                .findFirst()
                .orElseThrow();
        assertThat(https.process()).isEqualTo("nginx");
        assertThat(https.startedAt())
                .isBetween(fact(SystemFact.class, Watch.NOTHING).bootTime(), bench.clock.instant());
    }

    @Test
    void expectedUnitsThatAreNotActiveAreFactsWithTheirTime() {
        Watch watch = new Watch(List.of(), List.of("nginx.service", "sanoid.timer", "missing.service"), List.of());
        bench.run("systemctl", "stop", "nginx");

        UnitsFact units = fact(UnitsFact.class, watch);

        assertThat(units.units())
                .containsExactly(
                        new UnitsFact.UnexpectedUnit("nginx.service", true, "inactive", "dead", bench.clock.instant()),
                        new UnitsFact.UnexpectedUnit("missing.service", true, "inactive", "not-found", null));
    }

    @Test
    void aCheckoutThatIsMissingOrNoneIsAProblem() throws IOException {
        Files.createDirectories(bench.machine().path("/srv/plain"));

        CheckoutsFact fact =
                fact(CheckoutsFact.class, new Watch(List.of("/srv/gone", "/srv/plain", "srv"), List.of(), List.of()));

        assertThat(fact.checkouts())
                .extracting(Checkout::problem)
                .containsExactly("there is no such folder", "is not a git checkout", "is not an absolute path");
    }

    @Test
    void aCheckoutSaysHeadTagAndDirtyFiles() throws IOException {
        Tool.GIT.assumeInstalled();
        Workbench guest = new Workbench(
                folder.resolve("guest"),
                Description.of("off", "ct", "10.1.0.110")
                        .withCheckouts(new Description.SimulatedCheckout(
                                "/srv/off", "https://git.example.org/s.git", "off", "build.sh", List.of("v1", "v2"))));
        Files.writeString(guest.machine().path("/srv/off/VERSION"), "patched");

        CheckoutsFact fact =
                fact(guest.machine(), CheckoutsFact.class, new Watch(List.of("/srv/off"), List.of(), List.of()));

        Checkout checkout = fact.checkouts().getFirst();
        assertThat(checkout.problem()).isNull();
        assertThat(checkout.tag()).isEqualTo("v1");
        assertThat(checkout.branch()).isNull();
        assertThat(checkout.dirtyFiles()).containsExactly("VERSION");
    }

    @Test
    void certificatesOfFoldersPatternsAndFilesAreRead() throws IOException {
        Path live = Files.createDirectories(bench.machine().path("/etc/letsencrypt/live/example.org"));
        makeCertificate(live.resolve("cert.pem"));
        Files.writeString(live.resolve("privkey.pem"), "-----BEGIN PRIVATE KEY-----\n");
        Files.writeString(live.resolve("broken.pem"), "not a certificate\n");
        Watch watch = new Watch(
                List.of(), List.of(), List.of("/etc/letsencrypt/live/*/cert.pem", "/etc/letsencrypt", "/etc/gone.pem"));

        List<CertificateFile> certificates = fact(CertificatesFact.class, watch).certificates();

        assertThat(certificates)
                .extracting(CertificateFile::path)
                .containsExactly(
                        "/etc/letsencrypt/live/example.org/cert.pem",
                        "/etc/letsencrypt/live/example.org/broken.pem",
                        "/etc/letsencrypt/live/example.org/cert.pem",
                        "/etc/gone.pem");
        assertThat(certificates.getFirst().names()).containsExactly("example.org", "*.example.org");
        assertThat(certificates.getFirst().serial()).matches("[0-9a-f]+");
        assertThat(certificates.getFirst().notAfter())
                .isAfter(certificates.getFirst().notBefore());
        assertThat(certificates.get(1).problem()).isEqualTo("holds no X.509 certificate");
        assertThat(certificates.get(3).problem()).isEqualTo("there is no such file");
    }

    @Test
    void aMachineWithNothingInstalledHasFactsAndNoFailure() throws IOException {
        Machine empty = new Machine(
                (invocation, _, _) -> new ExecResult.Missing(invocation.tool()),
                Files.createDirectory(folder.resolve("empty")));

        List<Fact> facts = Tools.standard().probes().stream()
                .flatMap(probe -> probe.observe(empty, Watch.NOTHING).stream())
                .toList();

        assertThat(facts)
                .extracting(Fact::getClass)
                .extracting(Class::getSimpleName)
                .containsExactly("SystemFact", "CapabilitiesFact");
    }

    @Test
    void toolsThatAnswerNonsenseNeverLookLikeAnEmptyMachine() {
        String nonsense = "\t\u0000{[( users:((\"\n";
        Machine odd = new Machine(
                (_, _, _) -> new ExecResult.Exited(0, nonsense, "odd", false),
                bench.machine().root());

        for (Probe probe : List.of(
                new NetworkProbe(), new StorageProbe(), new ZfsProbe(), new PoolStatusProbe(), new DisksProbe())) {
            assertThatThrownBy(() -> probe.observe(odd, Watch.NOTHING))
                    .as(probe.name())
                    .isInstanceOf(UnseenException.class);
        }
    }

    @Test
    void toolsThatFailNeverLookLikeAnEmptyMachine() {
        Machine failing = new Machine(
                (_, _, _) -> new ExecResult.Exited(1, "", "I/O error\n", false),
                bench.machine().root());

        for (Probe probe : List.of(
                new NetworkProbe(),
                new UnitsProbe(),
                new StorageProbe(),
                new ZfsProbe(),
                new PoolStatusProbe(),
                new DisksProbe())) {
            assertThatThrownBy(() -> probe.observe(failing, Watch.NOTHING))
                    .as(probe.name())
                    .isInstanceOf(UnseenException.class)
                    .hasMessageContaining("I/O error");
        }
    }

    @Test
    void aListingThatZfsCutOffNeverLooksLikeAMachineWithLess() {
        Machine cut = new Machine(
                (invocation, lines, cancellation) -> {
                    ExecResult end = bench.machine().exec().run(invocation, lines, cancellation);
                    return invocation.argv().getFirst().equals("zfs") && end instanceof ExecResult.Exited exited
                            ? new ExecResult.Exited(
                                    0, exited.output(), "cannot iterate filesystems: I/O error\n", false)
                            : end;
                },
                bench.machine().root());

        assertThatThrownBy(() -> new ZfsProbe().observe(cut, Watch.NOTHING))
                .isInstanceOf(UnseenException.class)
                .hasMessageContaining("cannot iterate filesystems");
    }

    private static void makeCertificate(Path target) throws IOException {
        Path store = target.resolveSibling("store.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        ProcessExec exec = new ProcessExec();
        List<String> common = List.of("-keystore", store.toString(), "-storepass", "changeit", "-alias", "a");
        List<String> make = List.of(
                keytool,
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=example.org",
                "-validity",
                "90",
                "-ext",
                "san=dns:example.org,dns:*.example.org");
        assertThat(exec.run(Invocation.of(join(make, common))).success()).isPresent();
        assertThat(exec.run(Invocation.of(
                                join(List.of(keytool, "-exportcert", "-rfc", "-file", target.toString()), common)))
                        .success())
                .isPresent();
        Files.delete(store);
    }

    private static String[] join(List<String> some, List<String> others) {
        return Stream.concat(some.stream(), others.stream()).toArray(String[]::new);
    }

    private <F extends Fact> F fact(Class<F> type, Watch watch) {
        return fact(bench.machine(), type, watch);
    }

    private static <F extends Fact> F fact(Machine machine, Class<F> type, Watch watch) {
        return Tools.standard().probes().stream()
                .flatMap(probe -> probe.observe(machine, watch).stream())
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow();
    }
}
