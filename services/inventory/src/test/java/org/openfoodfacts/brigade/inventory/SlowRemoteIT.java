package org.openfoodfacts.brigade.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.transport.Daemon;
import org.eclipse.jgit.transport.PreUploadHook;
import org.eclipse.jgit.transport.UploadPack;
import org.eclipse.jgit.transport.resolver.FileResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.platform.testing.PackagedService;
import org.openfoodfacts.brigade.platform.testing.PackagedService.Instance;

/** Two instances, and a git server that takes its time. */
@ExtendWith(RequiresDocker.class)
@Execution(CONCURRENT)
class SlowRemoteIT {
    private static final Duration SOON = Duration.ofMinutes(2);
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        callers.close();
    }

    @Test
    void aServerThatNeverAnswersHoldsOneReadingAndNothingElse() throws Exception {
        try (SilentServer silent = new SilentServer();
                PackagedService service = service("git://127.0.0.1:" + silent.port() + "/fleet", "cache")) {
            List<Instance> instances = List.of(service.start(), service.start());
            List<CompletableFuture<String>> asked = Stream.generate(() -> instances)
                    .limit(10)
                    .flatMap(List::stream)
                    .map(this::importBy)
                    .toList();

            Awaitility.await()
                    .during(Duration.ofSeconds(4))
                    .atMost(Duration.ofMinutes(2))
                    .untilAsserted(() -> {
                        assertThat(silent.open).hasSize(1);
                        assertThat(instances).allSatisfy(this::answers);
                    });

            silent.hangUp();
            assertThat(asked)
                    .allSatisfy(
                            answer -> assertThat(answer).succeedsWithin(SOON).isEqualTo("UNREADABLE null"));
        }
    }

    @Test
    void aCommitThatWasReadBeforeAnotherInstanceTookANewerOneOverIsReadAgain() throws Exception {
        Path repository = Files.createDirectories(folder.resolve("git/fleet"));
        TestRepository.exampleIn(repository);
        Git.init().setDirectory(repository.toFile()).call().close();
        String first = TestRepository.commit(repository);
        Gate gate = new Gate();
        Daemon server = server(repository.getParent(), gate);
        String cacheOfEach = "cache-${" + PackagedService.INSTANCE + "}";
        try (PackagedService service =
                service("git://127.0.0.1:" + server.getAddress().getPort() + "/fleet/.git", cacheOfEach)) {
            Instance slow = service.start();
            Instance quick = service.start();
            assertThat(importBy(slow)).succeedsWithin(SOON).isEqualTo("UNCHANGED " + first);

            TestRepository.commit(repository);
            CountDownLatch release = gate.shut();
            CompletableFuture<String> held = importBy(slow);
            gate.awaitHeld();
            String newest = TestRepository.commit(repository);
            assertThat(importBy(quick)).succeedsWithin(SOON).isEqualTo("TAKEN_OVER " + newest);

            release.countDown();
            assertThat(held).succeedsWithin(SOON).isEqualTo("UNCHANGED " + newest);
        } finally {
            server.stop();
        }
    }

    private PackagedService service(String repository, String cache) throws IOException {
        return new PackagedService(
                folder,
                Map.of(
                        "brigade.inventory.repository",
                        repository,
                        "brigade.inventory.cache",
                        folder.resolve(cache).toString(),
                        "brigade.inventory.import-every",
                        "1h"));
    }

    /** What came of it, and of which commit. */
    private CompletableFuture<String> importBy(Instance instance) {
        return CompletableFuture.supplyAsync(
                () -> {
                    var body = instance.as("operator")
                            .post("/imports")
                            .then()
                            .statusCode(200)
                            .extract()
                            .jsonPath();
                    return body.getString("outcome") + " " + body.getString("commit");
                },
                callers);
    }

    private void answers(Instance instance) {
        assertThat(CompletableFuture.supplyAsync(
                        () -> instance.as("viewer").get("/nodes").statusCode(), callers))
                .succeedsWithin(Duration.ofSeconds(20))
                .isEqualTo(200);
    }

    private static Daemon server(Path folder, Gate gate) throws IOException {
        Daemon daemon = new Daemon(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        daemon.setRepositoryResolver(new FileResolver<>(folder.toFile(), true));
        daemon.setUploadPackFactory((_, repository) -> {
            UploadPack upload = new UploadPack(repository);
            upload.setPreUploadHook(gate);
            return upload;
        });
        daemon.start();
        return daemon;
    }

    /** Takes connections and never says anything; {@code open} are those whose other end still waits. */
    private static final class SilentServer implements AutoCloseable {
        private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final Set<Socket> open = ConcurrentHashMap.newKeySet();

        SilentServer() throws IOException {
            Thread.ofVirtual().start(() -> {
                while (!server.isClosed()) {
                    accept();
                }
            });
        }

        private void accept() {
            try {
                Socket connection = server.accept();
                open.add(connection);
                Thread.ofVirtual().start(() -> listen(connection));
            } catch (IOException e) {
                assertThat(server.isClosed()).isTrue();
            }
        }

        private void listen(Socket connection) {
            try (connection) {
                connection.getInputStream().transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                assertThat(connection.isClosed()).isTrue();
            } finally {
                open.remove(connection);
            }
        }

        int port() {
            return server.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            hangUp();
        }

        void hangUp() throws IOException {
            server.close();
            for (Socket connection : open) {
                connection.close();
            }
        }
    }

    /** Holds, once it is shut, the next fetch: its client knows by then what commit there is. */
    private static final class Gate implements PreUploadHook {
        private final AtomicReference<CountDownLatch> shut = new AtomicReference<>();
        private final CountDownLatch held = new CountDownLatch(1);

        CountDownLatch shut() {
            CountDownLatch release = new CountDownLatch(1);
            shut.set(release);
            return release;
        }

        void awaitHeld() throws InterruptedException {
            assertThat(held.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }

        @Override
        public void onBeginNegotiateRound(UploadPack up, Collection<? extends ObjectId> wants, int offered) {
            CountDownLatch release = shut.getAndSet(null);
            if (release != null) {
                held.countDown();
                try {
                    assertThat(release.await(SOON.toSeconds(), TimeUnit.SECONDS))
                            .isTrue();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        @Override
        public void onEndNegotiateRound(
                UploadPack up, Collection<? extends ObjectId> wants, int common, int notFound, boolean ready) {}

        @Override
        public void onSendPack(
                UploadPack up, Collection<? extends ObjectId> wants, Collection<? extends ObjectId> haves) {}
    }
}
