package org.openfoodfacts.brigade.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.suite.demo.Demo;
import org.openfoodfacts.brigade.suite.demo.Stage;
import org.openfoodfacts.brigade.suite.launch.Suite;
import org.openfoodfacts.brigade.suite.rest.ApiClient;
import org.openfoodfacts.brigade.suite.rest.TokenIssuer.Role;

@OnTheSuite
class DemoST {
    @Test
    void allStoriesComeOutRightAndAgainTheSecondTime(Suite suite) {
        try (ApiClient api = suite.api(Role.admin, "demo")) {
            Stage stage = new Stage(api, suite.broker().client("tool.ci"), suite.state(), System.err::println);
            List<String> failed = new Demo(stage).play();
            assertThat(failed).isEmpty();
            assertThat(new Demo(stage).play()).isEmpty();
        }
    }
}
