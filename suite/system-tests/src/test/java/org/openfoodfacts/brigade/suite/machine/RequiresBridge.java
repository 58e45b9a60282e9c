package org.openfoodfacts.brigade.suite.machine;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.DockerClientFactory;

/** Skips a test by name where this machine has no address on Docker's bridge, so that containers could not reach the suite. */
final class RequiresBridge implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            return ConditionEvaluationResult.disabled("no Docker engine answers");
        }
        return address()
                .map(address -> ConditionEvaluationResult.enabled("this machine is " + address + " on the bridge"))
                .orElseGet(() -> ConditionEvaluationResult.disabled(
                        "the gateway of Docker's network 'bridge' is not an address of this machine"));
    }

    /** This machine as the containers see it. */
    static Optional<InetAddress> address() {
        return DockerClientFactory.instance()
                .client()
                .inspectNetworkCmd()
                .withNetworkId("bridge")
                .exec()
                .getIpam()
                .getConfig()
                .stream()
                .map(config -> config.getGateway())
                .filter(Objects::nonNull)
                .map(InetAddress::ofLiteral)
                .filter(RequiresBridge::isOurs)
                .findFirst();
    }

    private static boolean isOurs(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            throw new IllegalStateException("this machine's addresses cannot be read", e);
        }
    }
}
