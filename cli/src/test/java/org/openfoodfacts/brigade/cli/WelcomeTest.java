package org.openfoodfacts.brigade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;

class WelcomeTest {
    private static final URI URL = URI.create("http://127.0.0.1:8080");

    @Test
    void aTerminalShowsAnAddressThatLetsIn() {
        assertThat(Welcome.console(URL, true, () -> "secret")).startsWith("http://127.0.0.1:8080/#token=secret\n");
    }

    @Test
    void whatGoesElsewhereHasNoToken() {
        assertThat(Welcome.console(URL, false, () -> "secret"))
                .startsWith("http://127.0.0.1:8080/\n")
                .contains("./brigade token")
                .doesNotContain("secret", "#token=");
    }
}
