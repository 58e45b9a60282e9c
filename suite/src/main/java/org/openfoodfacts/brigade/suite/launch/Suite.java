package org.openfoodfacts.brigade.suite.launch;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.contracts.Service;
import org.openfoodfacts.brigade.suite.bus.Broker;
import org.openfoodfacts.brigade.suite.database.Postgres;
import org.openfoodfacts.brigade.suite.fleet.FleetProcesses;
import org.openfoodfacts.brigade.suite.fleet.FleetRepository;
import org.openfoodfacts.brigade.suite.gateway.Gateway;
import org.openfoodfacts.brigade.suite.rest.ApiClient;
import org.openfoodfacts.brigade.suite.rest.TokenIssuer;
import org.openfoodfacts.brigade.suite.rest.TokenIssuer.Role;

/**
 * Everything of Brigade on one machine, running: database, broker, five services, gateway, the agents of the simulated nodes and of this
 * very machine. Whatever ends it, no process stays.
 */
public final class Suite implements AutoCloseable {
    /** A process that ends is noticed at once; one that lives may be slow on a busy machine. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final int LAST_LINES = 12;
    private static final Duration TOKEN_LIFETIME = Duration.ofHours(12);
    private final SuiteOptions options;
    private final Installation installation;
    private final Progress progress;
    private final SuiteLock lock;
    private final Supervisor supervisor;
    private final Instant startedAt = Instant.now();
    private final Secrets secrets;
    private final TokenIssuer tokens;
    private final Broker broker;
    private final Map<Service, ServiceProcess> services = new EnumMap<>(Service.class);
    private final Ports ports;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Thread whenTold = new Thread(this::close, "stop");
    private Gateway gateway;

    private Suite(SuiteOptions options, Installation installation, Progress progress, SuiteLock lock) {
        this.options = options;
        this.installation = installation;
        this.progress = progress;
        this.lock = lock;
        StateFolder state = options.state();
        this.secrets = new Secrets(state.secrets());
        this.ports = new Ports(state.ports(), progress);
        this.tokens = new TokenIssuer(state.keys(), Clock.systemUTC()).create();
        new Keys(state.keys()).create();
        this.broker = new Broker(state, secrets, ports, options.elsewhere());
        Stream.of(Service.values()).forEach(s -> services.put(s, new ServiceProcess(s, ports.of(s.id()), state)));
        this.supervisor = new Supervisor(progress);
    }

    /** Returns when the services are healthy and every node's agent runs; throws CannotStart, with nothing left running, when that fails. */
    public static Suite start(SuiteOptions options, Installation installation, Progress progress) {
        new FleetRepository(options, installation).check();
        StateFolder state = options.state().create();
        SuiteLock lock = SuiteLock.take(state).orElseThrow(() -> new CannotStart(runsAlready(state)));
        Suite suite = null;
        try {
            LeftOvers.end(state, progress);
            if (options.fresh()) {
                progress.step("dropped the old state", state::drop);
            }
            suite = new Suite(options, installation, progress, lock);
            Runtime.getRuntime().addShutdownHook(suite.whenTold);
            suite.startAll();
            return suite;
        } catch (RuntimeException e) {
            if (suite == null) {
                lock.close();
            } else {
                suite.close();
            }
            throw e;
        }
    }

    private static String runsAlready(StateFolder state) {
        String where = RunningSuite.read(state)
                .map(running -> " at " + running.url() + " since " + running.startedAt())
                .orElse(" (it is just starting)");
        return "a suite runs already" + where + "; './brigade status' shows it, './brigade down' stops it";
    }

    private void startAll() {
        gateway = Gateways.start(options, ports, services, progress);
        supervisor.onChange(this::note);
        FleetRepository fleet = new FleetRepository(options, installation);
        Postgres[] database = new Postgres[1];
        Parallel.run(List.of(
                () -> progress.step("PostgreSQL answers, with a schema and a role per service", () -> {
                    database[0] = new Postgres(options.state(), secrets, ports);
                    supervisor.start(database[0].process());
                    database[0].prepare(progress::say);
                }),
                () -> progress.step("Kafka answers, with its topics, users and rights", () -> {
                    supervisor.start(broker.process(installation.classPath()));
                    broker.prepare();
                }),
                () -> progress.step("the configuration repository is " + fleet.location(), fleet::prepare)));
        startServices(database[0].port(), fleet.location());
        progress.say(String.format(Locale.ROOT, "  all services are healthy after %.1f s", progress.elapsed()));
        try (ApiClient api = api(Role.admin, "launcher")) {
            new FleetProcesses(options, installation, supervisor, broker).start(api, progress);
        }
    }

    private void startServices(int databasePort, Path fleet) {
        try (Health health = new Health()) {
            Parallel.run(services.values().stream()
                    .<Runnable>map(service -> () -> startService(service, databasePort, fleet, health))
                    .toList());
        }
    }

    private void startService(ServiceProcess process, int databasePort, Path fleet, Health health) {
        Service service = process.service();
        Path jar = installation.service(service);
        ServiceProcess.Surroundings around = new ServiceProcess.Surroundings(
                broker.client(service.kafkaUser()),
                databasePort,
                secrets.of("postgres." + service.id()),
                tokens.publicKey(),
                fleet,
                broker.nodeBootstrapServers());
        progress.step(service.id() + " is healthy", () -> {
            var _ = startUntilHealthy(process, process.process(jar, around), health);
        });
    }

    private Child startUntilHealthy(ServiceProcess process, ChildSpec spec, Health health) {
        Child child = supervisor.start(spec);
        if (!health.awaitUp(process.api(), PATIENCE, child::isAlive)) {
            throw new CannotStart(spec.name() + " does not become healthy; the end of " + spec.log() + ":\n"
                    + String.join("\n", child.lastLines(LAST_LINES)));
        }
        return child;
    }

    private void note() {
        List<RunningProcess> processes =
                supervisor.children().stream().map(Child::noted).toList();
        RunningProcess launcher = RunningProcess.of("launcher", ProcessHandle.current());
        new RunningSuite(url(), broker.bootstrapServers(), launcher, startedAt, options.isExample(), processes)
                .write(options.state());
    }

    public URI url() {
        return gateway.url();
    }

    /** The gateway as machines elsewhere reach it; empty when they cannot. */
    public Optional<URI> urlElsewhere() {
        return options.elsewhere()
                .hostAndPort(_ -> url().getPort())
                .map(hostAndPort -> URI.create("http://" + hostAndPort));
    }

    public StateFolder state() {
        return options.state();
    }

    public Broker broker() {
        return broker;
    }

    public Supervisor supervisor() {
        return supervisor;
    }

    public String token(Role role, String user) {
        return tokens.token(user, role, TOKEN_LIFETIME);
    }

    public ApiClient api(Role role, String user) {
        String token = token(role, user);
        return new ApiClient(url(), () -> token);
    }

    /** Completes when something ended the suite from within. */
    public CompletableFuture<Ended> ended() {
        return supervisor.ended();
    }

    /** Stops everything; returns when nothing runs any more. A second call does nothing. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        progress.say("  stopping");
        progress.step("stopped", () -> {
            supervisor.close();
            if (gateway != null) {
                gateway.close();
            }
            RunningSuite.forget(options.state());
            lock.close();
        });
        if (Thread.currentThread() != whenTold) {
            forgetHook();
        }
    }

    private void forgetHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(whenTold);
        } catch (IllegalStateException e) {
            progress.say("  (the program is ending anyway)");
        }
    }
}
