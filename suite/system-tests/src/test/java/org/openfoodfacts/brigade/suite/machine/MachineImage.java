package org.openfoodfacts.brigade.suite.machine;

import com.github.dockerjava.api.model.Capability;
import java.time.Duration;
import java.util.Map;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** The image of suite/images/machine, and what a container of it needs so that systemd runs as PID 1. */
public final class MachineImage {
    public static final String NAME = "brigade/machine:test";

    private MachineImage() {}

    /** Not started yet; once it is, fail2ban answers. */
    public static GenericContainer<?> container() {
        return new GenericContainer<>(DockerImageName.parse(NAME))
                .withTmpFs(Map.of("/run", "", "/run/lock", "", "/tmp", "exec"))
                .withCreateContainerCmdModifier(create -> create.getHostConfig()
                        .withCapAdd(Capability.SYS_ADMIN, Capability.NET_ADMIN)
                        .withCgroupnsMode("private"))
                .waitingFor(
                        Wait.forSuccessfulCommand("fail2ban-client ping").withStartupTimeout(Duration.ofMinutes(4)));
    }
}
