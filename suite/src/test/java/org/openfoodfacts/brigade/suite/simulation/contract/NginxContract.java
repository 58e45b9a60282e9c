package org.openfoodfacts.brigade.suite.simulation.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.agent.exec.ExecResult;

/** What nginx says of its version and of a configuration. */
interface NginxContract {
    String GOOD = "events {\n}\nhttp {\n}\n";

    ToolMachine machine();

    @Test
    default void theVersionGoesToStandardError() {
        assertThat(machine().run("nginx", "-v").errors()).isEqualTo("nginx version: nginx/1.22.1\n");
    }

    @Test
    default void aGoodConfigurationPasses() {
        machine().write("/etc/nginx/nginx.conf", GOOD);

        ExecResult.Exited tested = machine().run("nginx", "-t");

        assertThat(tested.code()).isZero();
        assertThat(tested.errors()).isEqualTo("""
                        nginx: the configuration file /etc/nginx/nginx.conf syntax is ok
                        nginx: configuration file /etc/nginx/nginx.conf test is successful
                        """);
    }

    @Test
    default void braceThatIsMissingOrTooManyIsNamedWithItsLine() {
        machine().write("/etc/nginx/nginx.conf", "events {\n}\nhttp {\n");
        ExecResult.Exited missing = machine().run("nginx", "-t");
        machine().write("/etc/nginx/nginx.conf", "events {\n}\n}\n");
        ExecResult.Exited tooMany = machine().run("nginx", "-t");
        machine().write("/etc/nginx/nginx.conf", GOOD);

        assertThat(missing.code()).isEqualTo(1);
        assertThat(missing.errors())
                .contains("[emerg]")
                .contains("unexpected end of file, expecting \"}\" in /etc/nginx/nginx.conf:4")
                .endsWith("nginx: configuration file /etc/nginx/nginx.conf test failed\n");
        assertThat(tooMany.errors()).contains("unexpected \"}\" in /etc/nginx/nginx.conf:3");
    }

    @Test
    default void anOptionItDoesNotKnowIsInvalid() {
        ExecResult.Exited unknown = machine().run("nginx", "-frob");

        assertThat(unknown.code()).isEqualTo(1);
        assertThat(unknown.errors()).isEqualTo("nginx: invalid option: \"f\"\n");
    }
}
