package org.openfoodfacts.brigade.agent.tools.psk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class PskSecretsTest {
    @Test
    void anIdentityThatStandsTwiceIsLeftOnce() {
        PskSecrets secrets =
                PskSecrets.parse("a:" + "1".repeat(32) + "\nb:" + "2".repeat(32) + "\na:" + "3".repeat(32));

        assertThat(secrets.with("a", "4".repeat(32)).content())
                .isEqualTo("a:" + "4".repeat(32) + "\nb:" + "2".repeat(32) + "\n");
    }

    @Test
    void aLineOfAnotherFormIsNamedByItsNumberOnly() {
        assertThatThrownBy(() -> PskSecrets.parse("a:1\n\n# a comment\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("line 3 is not identity:key");
    }

    @Test
    void anIdentityThatIsTheStartOfAnotherIsAnother() {
        PskSecrets secrets = PskSecrets.parse("mongo-staging:" + "1".repeat(32) + "\n");

        assertThat(secrets.key("mongo")).isEmpty();
        assertThat(secrets.with("mongo", "2".repeat(32)).key("mongo-staging")).contains("1".repeat(32));
    }

    @Test
    void noKeyIsInItsText() {
        assertThat(PskSecrets.parse("a:" + "1".repeat(32)).toString()).doesNotContain("1111");
    }

    @Property
    void oneKeyIsChangedAndAllOthersStay(
            @ForAll("files") Map<String, String> file, @ForAll("identities") String identity) {
        PskSecrets before = PskSecrets.parse(content(file));
        PskSecrets after =
                PskSecrets.parse(before.with(identity, "f".repeat(64)).content());

        assertThat(after.key(identity)).contains("f".repeat(64));
        file.keySet().stream()
                .filter(other -> !other.equals(identity))
                .forEach(other -> assertThat(after.key(other)).contains(file.get(other)));
    }

    @Provide
    Arbitrary<String> identities() {
        return Arbitraries.strings().withChars("ab-.").ofMinLength(1).ofMaxLength(4);
    }

    @Provide
    Arbitrary<Map<String, String>> files() {
        Arbitrary<String> keys = Arbitraries.strings().numeric().ofLength(32);
        return Arbitraries.maps(identities(), keys).ofMaxSize(6);
    }

    private static String content(Map<String, String> file) {
        return file.entrySet().stream()
                .map(entry -> entry.getKey() + ":" + entry.getValue() + "\n")
                .reduce("", String::concat);
    }
}
