package org.openfoodfacts.brigade.inventory.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RepositoryAddressTest {

    @ParameterizedTest
    @CsvSource({
        "/srv/fleet, ../shop, /srv/shop",
        "/srv/fleet, ./shop, /srv/fleet/shop",
        "/srv/fleet, /other/shop, /other/shop",
        "https://git.example.org/team/fleet, ../shop.git, https://git.example.org/team/shop.git",
        "https://git.example.org/team/fleet, https://elsewhere.org/shop, https://elsewhere.org/shop",
        "git@example.org:team/fleet, ../shop, git@example.org:team/shop",
        "https://user:secret@git.example.org/team/fleet, ../shop, https://git.example.org/team/shop"
    })
    void relativeAddressesAreResolvedAsGitDoesForSubmodules(String base, String other, String expected) {
        assertThat(new RepositoryAddress(base).resolve(other)).isEqualTo(expected);
    }

    @Test
    void credentialsAreNeverShown() {
        assertThat(new RepositoryAddress("https://user:secret@git.example.org/fleet").shown())
                .isEqualTo("https://git.example.org/fleet");
    }

    @Test
    void aPathIsLocalAndAUrlIsNot() {
        assertThat(new RepositoryAddress("/srv/fleet").isLocalPath()).isTrue();
        assertThat(new RepositoryAddress("file:///srv/fleet").isLocalPath()).isFalse();
        assertThat(new RepositoryAddress("git@example.org:fleet").isLocalPath()).isFalse();
    }
}
