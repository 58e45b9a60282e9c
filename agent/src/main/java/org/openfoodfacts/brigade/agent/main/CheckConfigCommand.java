package org.openfoodfacts.brigade.agent.main;

import org.openfoodfacts.brigade.agent.AgentConfig;
import org.openfoodfacts.brigade.agent.policy.LocalPolicy;
import org.openfoodfacts.brigade.agent.policy.PolicyFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code check-config}: reads configuration and policy and says what is wrong where, or what they come to. */
@Command(name = "check-config", description = "Checks the configuration and the policy file.")
final class CheckConfigCommand implements Runnable {
    @Mixin
    private ConfigOption config;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        AgentConfig agent = config.read();
        LocalPolicy policy = new PolicyFile(agent.policy(), false).read();
        String allowed = agent.observeOnly() || policy.observeOnly()
                ? "only observes"
                : "allows " + String.join(", ", policy.kinds().stream().sorted().toList());
        spec.commandLine().getOut().println("node " + agent.node() + " " + allowed + ", state in " + agent.state());
    }
}
