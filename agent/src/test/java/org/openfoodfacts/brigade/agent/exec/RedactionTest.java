package org.openfoodfacts.brigade.agent.exec;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
    private static final String HEX = "0123456789abcdef0123456789abcdef";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Authorization: Bearer abc.def-123 | Authorization: Bearer ***",
                "curl -H 'Authorization: Basic dXNlcg==' x | curl -H 'Authorization: Basic ***' x",
                "using bearer 0123456789 now | using bearer *** now",
                "password=hunter2 next | password=*** next",
                "DB_PASSWORD: \"two words\" next | DB_PASSWORD: *** next",
                "api-key=abc&x=1 | api-key=***&x=1",
                "mysql --password hunter2 -u x | mysql --password *** -u x",
                "https://user:pass@example.org/x | https://***@example.org/x",
                "https://tok%40en@example.org | https://***@example.org",
                "north:0123456789abcdef0123456789abcdef | north:***",
                "jwt eyJhbGciOi.eyJzdWIi.c2ln end | jwt *** end",
                "token brigade1.north.c2VjcmV0.0011 | token brigade1.north.***.0011",
            })
    void aSecretIsReplacedAndTheRestStays(String line, String shown) {
        assertThat(Redaction.of(line)).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HEAD is now at 0123456789abcdef0123456789abcdef01234567",
                "0123456789abcdef0123456789abcdef01234567",
                "cannot open 'tank/data': dataset does not exist",
                "https://example.org/a@b",
                "the password was changed"
            })
    void whatIsNoSecretStays(String line) {
        assertThat(Redaction.of(line)).isEqualTo(line);
    }

    @Test
    void aPrivateKeyIsReplacedWithAllItsLines() {
        String text = "before\n-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1r\nZXktdjEA\n"
                + "-----END OPENSSH PRIVATE KEY-----\nafter";

        assertThat(Redaction.of(text)).isEqualTo("before\n***\n***\n***\n***\nafter");
    }

    @Property
    void noFormOfASecretSurvives(@ForAll("secrets") String secret, @ForAll("places") String place) {
        assertThat(Redaction.of(place.replace("SECRET", secret))).doesNotContain(secret);
    }

    @Property
    void redactingTwiceChangesNothingMore(@ForAll @StringLength(max = 200) String text) {
        String once = Redaction.of(text);

        assertThat(Redaction.of(once)).isEqualTo(once);
    }

    @Property
    void aPskLineNeverShowsItsKey(@ForAll("identities") String identity, @ForAll("hex") String key) {
        assertThat(Redaction.of(identity + ":" + key)).isEqualTo(identity + ":***");
    }

    @Provide
    Arbitrary<String> secrets() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('A', 'Z')
                .numeric()
                .withChars("_.+")
                .ofMinLength(12)
                .ofMaxLength(60);
    }

    @Provide
    Arbitrary<String> places() {
        return Arbitraries.of(
                "Authorization: Bearer SECRET",
                "password=SECRET",
                "Secret: 'SECRET'",
                "GITHUB_TOKEN=SECRET make",
                "{\"apiKey\": \"SECRET\"}",
                "git clone https://bot:SECRET@git.example.org/x.git",
                "--token SECRET",
                "-----BEGIN PRIVATE KEY-----\nSECRET\n-----END PRIVATE KEY-----");
    }

    @Provide
    Arbitrary<String> identities() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .withChars("-._")
                .ofMinLength(1)
                .ofMaxLength(20);
    }

    @Provide
    Arbitrary<String> hex() {
        return Arbitraries.strings()
                .withChars("0123456789abcdefABCDEF")
                .ofMinLength(HEX.length())
                .ofMaxLength(128);
    }
}
