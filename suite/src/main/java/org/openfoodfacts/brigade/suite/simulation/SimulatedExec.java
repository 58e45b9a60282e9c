package org.openfoodfacts.brigade.suite.simulation;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.agent.exec.Cancellation;
import org.openfoodfacts.brigade.agent.exec.Exec;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.exec.LineSink;
import org.openfoodfacts.brigade.agent.exec.Pipeline;
import org.openfoodfacts.brigade.agent.exec.PipelineResult;
import org.openfoodfacts.brigade.agent.exec.TransferSink;

/**
 * The tools of a simulated machine. All answer from its state; only git and scripts of the machine's own folder are real processes,
 * which never leave that folder. Remembers what it was asked, newest last.
 */
public final class SimulatedExec implements Exec {
    private static final int REMEMBERED = 1000;

    private final Path root;
    private final Exec processes;
    private final ZfsCatalogue catalogue;
    private final Map<String, String> gitEnvironment;
    private final Map<String, SimulatedTool> tools = new TreeMap<>();
    private final Deque<List<String>> asked = new ArrayDeque<>();
    private final ZfsRights rights = new ZfsRights();
    private final SimulatedSsh ssh = new SimulatedSsh();
    private long nextTransferBytes = Long.MAX_VALUE;

    SimulatedExec(
            Description description, Path root, Path upstreams, SimulatedState state, Clock clock, Exec processes) {
        this.root = root;
        this.processes = processes;
        this.gitEnvironment = gitEnvironment(description, upstreams);
        this.catalogue = new ZfsCatalogue(description.node(), state, clock);
        SimulatedNetwork network = new SimulatedNetwork(description);
        SimulatedStorage storage = new SimulatedStorage(description, catalogue);
        tools.put("uname", arguments -> SimulatedTool.ok(arguments.contains("-m") ? "x86_64\n" : "Linux\n"));
        tools.put("ssh", ssh);
        tools.put("sh", new SimulatedShell(this));
        tools.put("ip", network::ip);
        tools.put("ss", network::ss);
        tools.put("lsblk", storage::lsblk);
        tools.put("df", storage::df);
        tools.put("systemctl", new SimulatedSystemctl(state, clock));
        tools.put("exportfs", new SimulatedExports(root));
        tools.put("nsenter", this::enter);
        if (!description.pools().isEmpty()) {
            tools.put("zfs", new SimulatedZfs(catalogue, rights));
            tools.put("zpool", new SimulatedZpool(catalogue));
            tools.put("smartctl", new SimulatedSmartctl(description.node(), storage));
            tools.put("sanoid", _ -> SimulatedTool.ok("/usr/sbin/sanoid version 2.2.0\n"));
            tools.put("syncoid", _ -> SimulatedTool.ok("/usr/sbin/syncoid version 2.2.0\n"));
        }
        if (description.isProxy()) {
            tools.put("nginx", new SimulatedNginx(root, state));
            tools.put("fail2ban-client", new SimulatedFail2ban(state, clock));
            tools.put("nft", _ -> SimulatedTool.ok("nftables v1.0.6 (Lester Gooch #5)\n"));
            tools.put("certbot", _ -> SimulatedTool.ok("certbot 2.1.0\n"));
        }
        if (description.hasStunnel()) {
            tools.put("stunnel", new SimulatedStunnel(root));
        }
    }

    /** {@code nsenter … -- TOOL …}: a simulated machine has one namespace. */
    private ExecResult enter(List<String> arguments) {
        List<String> words = arguments.subList(arguments.indexOf("--") + 1, arguments.size());
        SimulatedTool tool = tools.get(words.getFirst());
        return tool == null
                ? SimulatedTool.fail(
                        127, "nsenter: failed to execute " + words.getFirst() + ": No such file or directory\n")
                : tool.run(words.subList(1, words.size()));
    }

    /** What this machine has installed, git included. */
    List<String> installed() {
        return Stream.concat(tools.keySet().stream(), Stream.of("git")).sorted().toList();
    }

    /** The argument lists it was asked to run, oldest first. */
    public List<List<String>> asked() {
        synchronized (asked) {
            return List.copyOf(asked);
        }
    }

    @Override
    public ExecResult run(Invocation invocation, LineSink lines, Cancellation cancellation) {
        synchronized (asked) {
            asked.addLast(invocation.argv());
            if (asked.size() > REMEMBERED) {
                asked.removeFirst();
            }
        }
        if (isReal(invocation)) {
            return processes.run(onThisMachine(invocation), lines, cancellation);
        }
        SimulatedTool tool = tools.get(invocation.tool());
        if (tool == null) {
            return new ExecResult.Missing(invocation.tool());
        }
        if (cancellation.isCancelled()) {
            return new ExecResult.Cancelled("", "");
        }
        // Not under this machine's lock: the other machine may be on its way here.
        ExecResult result = tool == ssh ? ask(tool, invocation) : answer(tool, invocation);
        if (result instanceof ExecResult.Exited exited) {
            exited.output().lines().forEach(line -> lines.line(false, line));
            exited.errors().lines().forEach(line -> lines.line(true, line));
        }
        return result;
    }

    @Override
    public PipelineResult pipe(Pipeline pipeline, TransferSink sink, Cancellation cancellation) {
        ExecResult none = new ExecResult.Cancelled("", "");
        String sender = pipeline.from().tool();
        String receiver = pipeline.to().tool();
        if (cancellation.isCancelled() || !tools.containsKey(sender) || !tools.containsKey(receiver)) {
            return new PipelineResult(
                    tools.containsKey(sender) ? none : new ExecResult.Missing(sender),
                    tools.containsKey(receiver) ? none : new ExecResult.Missing(receiver),
                    0,
                    false);
        }
        ExecResult.Exited sent = (ExecResult.Exited) run(pipeline.from());
        String stream = arriving(sent.output());
        if (!stream.equals(sent.output())) {
            sent = new ExecResult.Exited(255, "", "client_loop: send disconnect: Broken pipe\n", false);
        }
        ExecResult received =
                run(pipeline.to().reading(stream), (error, line) -> tell(sink, error, line), Cancellation.never());
        long bytes = ZfsStream.bytes(stream);
        sink.moved(bytes);
        return new PipelineResult(
                new ExecResult.Exited(sent.code(), "", sent.errors(), sent.truncated()), received, bytes, false);
    }

    private static void tell(TransferSink sink, boolean error, String line) {
        if (!error) {
            sink.said(line);
        }
    }

    private synchronized String arriving(String stream) {
        String arriving = ZfsStream.cut(stream, nextTransferBytes);
        nextTransferBytes = Long.MAX_VALUE;
        return arriving;
    }

    /** As when the connection breaks: no more than so many bytes of the next transfer reach its receiver. */
    public synchronized void cutNextTransferAfter(long bytes) {
        nextTransferBytes = bytes;
    }

    /** Lets {@code ssh host} on this machine reach the other one; without it nobody is there. */
    public void connect(String host, SimulatedExec other) {
        ssh.connect(host, other);
    }

    synchronized void write(String dataset, long bytes) {
        catalogue.write(dataset, bytes);
    }

    /** Whoever comes as this user may do with holds what is named, and nothing else. */
    public synchronized void allow(String user, String... verbs) {
        rights.allow(user, Set.of(verbs));
    }

    private synchronized ExecResult answer(SimulatedTool tool, Invocation invocation) {
        rights.actAs(invocation.user());
        return ask(tool, invocation);
    }

    private static ExecResult ask(SimulatedTool tool, Invocation invocation) {
        return tool.run(invocation.argv().subList(1, invocation.argv().size()), invocation.input());
    }

    private boolean isReal(Invocation invocation) {
        boolean inside = invocation.directory() != null
                && invocation.directory().normalize().startsWith(root);
        return inside
                && (invocation.tool().equals("git")
                        || Path.of(invocation.tool()).normalize().startsWith(root));
    }

    /** The simulated machine's users are not this computer's. */
    private Invocation onThisMachine(Invocation invocation) {
        Map<String, String> environment = new HashMap<>(invocation.environment());
        environment.putAll(gitEnvironment);
        return invocation.as(null).with(environment);
    }

    /** Lets git find a repository under its declared URL although it lies in a folder of this computer. */
    private static Map<String, String> gitEnvironment(Description description, Path upstreams) {
        Map<String, String> environment = new HashMap<>();
        environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
        environment.put("GIT_CONFIG_NOSYSTEM", "1");
        int count = 0;
        for (Description.SimulatedCheckout checkout : description.checkouts()) {
            Path upstream = SimulatedUpstream.locate(upstreams, checkout.repository());
            environment.put("GIT_CONFIG_KEY_" + count, "url." + upstream + ".insteadOf");
            environment.put("GIT_CONFIG_VALUE_" + count, checkout.repository());
            count++;
        }
        environment.put("GIT_CONFIG_COUNT", Integer.toString(count));
        return environment;
    }
}
