package org.openfoodfacts.brigade.agent.main;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.openfoodfacts.brigade.agent.Agent;
import org.openfoodfacts.brigade.agent.AgentConfig;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.Tools;
import org.openfoodfacts.brigade.agent.exec.ProcessExec;
import org.openfoodfacts.brigade.agent.identity.Access;
import org.openfoodfacts.brigade.agent.identity.KafkaLogin;
import org.openfoodfacts.brigade.agent.identity.NodeKeys;
import org.openfoodfacts.brigade.agent.identity.StateFolder;
import org.openfoodfacts.brigade.contracts.signing.PublicKeys;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code train}: used when the package is built, to record which classes a starting agent loads. Observes this machine for a few seconds. */
@Command(name = "train", hidden = true)
final class TrainCommand implements Runnable {
    @Option(names = "--state", required = true)
    private Path state;

    @Option(names = "--seconds", defaultValue = "4")
    private int seconds;

    @Override
    public void run() {
        StateFolder folder = new StateFolder(state);
        folder.create();
        proveSignatures(folder.keysOrNew("training"));
        // Nothing listens on the discard port: the clients load all they need and go on trying.
        folder.write(new Access(
                "training",
                new KafkaLogin("127.0.0.1:9", "SASL_PLAINTEXT", "SCRAM-SHA-512", "training", "training"),
                Map.of()));
        AgentConfig config = new AgentConfig("training", state, null, Duration.ofSeconds(1), true, null, Map.of());
        Agent agent = new Agent(config, new Machine(new ProcessExec(), Path.of("/")), Tools.standard());
        Thread.ofPlatform().daemon().start(() -> {
            try {
                Thread.sleep(Duration.ofSeconds(seconds));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            agent.close();
        });
        agent.run();
        StartupPages.giveBack();
        deleteKeys();
    }

    /** A package that cannot sign or check a signature is not made. */
    private static void proveSignatures(NodeKeys keys) {
        byte[] input = new byte[1000];
        PublicKeys trusted = PublicKeys.none().with("training", keys.signingKey());
        trusted.objection(keys.signer().sign(input), input).ifPresent(objection -> {
            throw new IllegalStateException(objection);
        });
    }

    private void deleteKeys() {
        try (var files = Files.newDirectoryStream(state, "{*.pem,*.pub,*.key,access.json}")) {
            for (Path file : files) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new IllegalStateException("the training keys in " + state + " cannot be deleted", e);
        }
    }
}
