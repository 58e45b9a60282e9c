package org.openfoodfacts.brigade.agent.main;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.openfoodfacts.brigade.agent.AgentConfig;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.Tools;
import org.openfoodfacts.brigade.agent.exec.ProcessExec;
import org.openfoodfacts.brigade.agent.facts.Probe;
import org.openfoodfacts.brigade.agent.facts.UnseenException;
import org.openfoodfacts.brigade.agent.facts.Watch;
import org.openfoodfacts.brigade.contracts.EventType;
import org.openfoodfacts.brigade.contracts.Json;
import org.openfoodfacts.brigade.contracts.facts.Fact;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code once}: what the probes see now, as one JSON object per key. Needs neither Kafka nor enrolment; exit code 1 when a probe failed. */
@Command(name = "once", description = "Prints the facts of this machine as JSON. Needs no Kafka.")
final class OnceCommand implements Callable<Integer> {
    private static final Logger LOG = Logger.getLogger(OnceCommand.class.getName());

    @Mixin
    private ConfigOption config;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws JsonProcessingException {
        AgentConfig agent = config.read();
        Machine machine = new Machine(new ProcessExec(), Path.of("/"));
        Map<String, Fact> facts = new TreeMap<>();
        int failed = 0;
        for (Probe probe : Tools.standard().probes()) {
            try {
                for (Fact fact : probe.observe(machine, Watch.NOTHING)) {
                    facts.put(key(agent.node(), fact), fact);
                }
            } catch (UnseenException e) {
                spec.commandLine()
                        .getErr()
                        .println("brigade-agent: the probe " + probe.name() + " could not see: " + e.getMessage());
                failed++;
            } catch (RuntimeException e) {
                LOG.log(Level.WARNING, "the probe " + probe.name() + " failed", e);
                failed++;
            }
        }
        String json = Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(facts);
        spec.commandLine().getOut().println(json);
        return failed == 0 ? 0 : 1;
    }

    private static String key(String node, Fact fact) {
        String key = node + "/" + EventType.of(fact).kind();
        return fact.part().isEmpty() ? key : key + "/" + fact.part();
    }
}
