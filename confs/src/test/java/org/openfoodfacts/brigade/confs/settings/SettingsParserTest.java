package org.openfoodfacts.brigade.confs.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.confs.Mutations;
import org.openfoodfacts.brigade.confs.settings.HostRules.HostRule;
import org.openfoodfacts.brigade.confs.settings.Settings.Setting;

class SettingsParserTest {
    private static final String MONGOD = """
            storage:
              dbPath: /var/lib/mongodb
            # network
            net:
              port: 27017
              bindIp: "127.0.0.1,10.1.0.2" # private
            security:
              authorization: enabled
            -l 10.1.0.1
            listen_addresses = '*'	# all
            host all all 0.0.0.0 0.0.0.0 md5
            """;

    @Test
    void nestedKeysAreJoinedByDots() {
        Settings settings = SettingsParser.nested(MONGOD).value();

        assertThat(settings.last("net.bindip")).hasValue(new Setting("net.bindip", "127.0.0.1,10.1.0.2", 6));
        assertThat(settings.is("security.authorization", "Enabled")).isTrue();
        assertThat(settings.has("net.authorization")).isFalse();
    }

    @Test
    void flatOnesAreWrittenWithAndWithoutEqualsSigns() {
        Settings settings = SettingsParser.flat("listen_addresses = '*'\t# all\nprotected-mode no\n#bind 1\n")
                .value();

        assertThat(settings.all())
                .containsExactly(new Setting("listen_addresses", "*", 1), new Setting("protected-mode", "no", 2));
    }

    @Test
    void optionsKeepTheirCase() {
        Settings settings =
                SettingsParser.options("-m 64\n-S\n--listen=10.1.0.1\n").value();

        assertThat(settings.all())
                .containsExactly(
                        new Setting("m", "64", 1), new Setting("S", "", 2), new Setting("listen", "10.1.0.1", 3));
    }

    @Test
    void hostRulesAreThoseForTheNetwork() {
        HostRules rules = HostRules.parse(
                        "local all all peer\nhost all all ::/0 trust # x\n#host a b c d\nhost db u 0.0.0.0 0.0.0.0 md5\n")
                .value();

        assertThat(rules.all())
                .containsExactly(
                        new HostRule("all", "all", "::/0", "trust", 2), new HostRule("db", "u", "0.0.0.0/0", "md5", 4));
        assertThat(rules.all()).allMatch(HostRule::isForEveryone);
    }

    @Property
    void noTextMakesThemThrow(@ForAll("damaged") String text) {
        assertThat(SettingsParser.nested(text).problems()).isEmpty();
        assertThat(SettingsParser.flat(text).problems()).isEmpty();
        assertThat(SettingsParser.options(text).problems()).isEmpty();
        assertThat(HostRules.parse(text).problems()).isEmpty();
    }

    @Property
    void whatIsPrintedParsesToTheSame(@ForAll("settings") List<Setting> settings) {
        assertThat(SettingsParser.flat(printed(settings, s -> s.key() + " " + s.value()))
                        .value()
                        .all())
                .isEqualTo(settings);
        assertThat(SettingsParser.flat(printed(settings, s -> s.key() + " = '" + s.value() + "' # why"))
                        .value()
                        .all())
                .isEqualTo(settings);
        assertThat(SettingsParser.options(printed(settings, s -> "--" + s.key() + "=" + s.value()))
                        .value()
                        .all())
                .isEqualTo(settings);
        assertThat(SettingsParser.nested("top:\n" + printed(settings, s -> "  " + s.key() + ": \"" + s.value() + "\""))
                        .value()
                        .all())
                .hasSize(settings.size() + 1)
                .endsWith(settings.stream()
                        .map(s -> new Setting("top." + s.key(), s.value(), s.line() + 1))
                        .toArray(Setting[]::new));
    }

    private static String printed(List<Setting> settings, Function<Setting, String> line) {
        return settings.stream().map(line).collect(Collectors.joining("\n"));
    }

    @Provide
    Arbitrary<List<Setting>> settings() {
        Arbitrary<String> keys =
                Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(12);
        Arbitrary<String> values = Arbitraries.strings()
                .withCharRange('a', 'z')
                .withChars("0123456789.:/*")
                .ofMinLength(1)
                .ofMaxLength(20);
        return Combinators.combine(keys, values)
                .as((key, value) -> new Setting(key, value, 1))
                .list()
                .ofMaxSize(8)
                .map(all -> IntStream.range(0, all.size())
                        .mapToObj(i -> new Setting(all.get(i).key(), all.get(i).value(), i + 1))
                        .toList());
    }

    @Provide
    Arbitrary<String> damaged() {
        return Mutations.of(MONGOD);
    }
}
