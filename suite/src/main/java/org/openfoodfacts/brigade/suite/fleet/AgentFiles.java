package org.openfoodfacts.brigade.suite.fleet;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.openfoodfacts.brigade.suite.launch.PrivateFiles;
import org.openfoodfacts.brigade.suite.launch.PropertyFile;
import org.openfoodfacts.brigade.suite.launch.StateFolder;
import org.openfoodfacts.brigade.suite.simulation.Description;

/** The files of one agent of the suite: its configuration, its owner's policy, and the folder of its state. */
record AgentFiles(Path folder) {
    private static final String INTERVAL = "PT1M";

    static AgentFiles of(StateFolder state, String node) {
        return new AgentFiles(state.agent(node));
    }

    Path configuration() {
        return folder.resolve("agent.properties");
    }

    Path state() {
        return folder.resolve("state");
    }

    private Path policy() {
        return folder.resolve("policy");
    }

    boolean isEnrolled() {
        return Files.exists(state().resolve("access.json"));
    }

    /** @param bootstrapServers where Kafka is now; its port may be another than at enrolment */
    void writeConfiguration(String node, URI gateway, String bootstrapServers, boolean observeOnly) {
        Map<String, String> all = new TreeMap<>();
        all.put("node", node);
        all.put("state", state().toString());
        all.put("policy", policy().toString());
        all.put("interval", INTERVAL);
        all.put("observe-only", Boolean.toString(observeOnly));
        all.put("security-api", gateway.resolve("/api/security").toString());
        all.put("kafka.bootstrap.servers", bootstrapServers);
        PropertyFile.write(configuration(), all);
    }

    /** What the owner of a simulated machine allows: all that its declared part in the fleet needs. */
    void writePolicy(Description machine) {
        StringBuilder text = new StringBuilder("# What this machine's owner allows; read anew at every use.\n");
        text.append(
                "allow = take-snapshot, destroy-snapshots, pull-datasets, roll-back-dataset, rename-dataset, inspect-checkout, fetch-release\n");
        text.append(
                "allow = check-out-release, run-build, verify-release, issue-psk, install-psk, enforce-bans, follow-policies\n");
        text.append("allow = destroy-dataset, clone-snapshots, swap-clones, destroy-clones, stop-units, start-units\n");
        text.append("dataset = **\n");
        text.append("unit = **\n");
        text.append("psk-file = /etc/stunnel/psk/*\n");
        machine.checkouts()
                .forEach(checkout -> text.append("checkout = ")
                        .append(checkout.path())
                        .append("\nbuild = ")
                        .append(checkout.path())
                        .append(':')
                        .append(checkout.script())
                        .append('\n'));
        String users = machine.checkouts().stream()
                .map(Description.SimulatedCheckout::user)
                .distinct()
                .collect(Collectors.joining(", "));
        if (!users.isEmpty()) {
            text.append("users = ").append(users).append('\n');
        }
        PrivateFiles.write(policy(), text.toString());
    }

    void writeObservingPolicy() {
        PrivateFiles.write(policy(), "observe-only = true\n");
    }
}
