package org.openfoodfacts.brigade.confs.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class LinkRuleTest {
    @Test
    void whatSystemdLinksOutOfTheRepositoryIsRight() {
        String files = """
                --- confs/a/systemd/system/masked.service -> /dev/null
                --- confs/a/systemd/system/multi-user.target.wants/nginx.service -> /lib/systemd/system/nginx.service
                --- confs/a/nginx/site.conf -> /srv/site.conf
                """;

        assertThat(Lint.run(Example.tree(files), LocalDate.of(2027, 1, 31)))
                .filteredOn(f -> f.rule().equals("link-broken"))
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.place().file()).isEqualTo("confs/a/nginx/site.conf");
                    assertThat(f.message()).endsWith("so the machine lacks nginx/site.conf");
                });
    }
}
