package org.openfoodfacts.brigade.confs.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openfoodfacts.brigade.confs.Mutations;
import org.openfoodfacts.brigade.confs.Parsed;
import org.openfoodfacts.brigade.confs.Problem;
import org.openfoodfacts.brigade.confs.nginx.Word.Quoting;

class NginxParserTest {
    private static final String SITE = """
            map $http_user_agent $bot { # who comes
                default 0;
                "~*python;" 1;
            }
            server {
                listen [::]:443 ssl; # managed by Certbot
                server_name a.example.org
                            b.example.org;
                access_log /var/log/nginx/a.log main;
                location ~ ^/v(\\d+)\\.php$ { proxy_pass http://off; }
                if ($host = a.example.org) {
                    return 301 https://$host$request_uri;
                } # managed by Certbot
                add_header X-Note 'it''s' always;
            }
            """.replace("'it''s'", "\"say \\\"yes\\\"\"");

    @Test
    void aSiteIsReadWithItsLinesQuotesAndTrailingComments() {
        Parsed<NginxFile> parsed = NginxParser.parse("a", SITE);
        Directive server = parsed.value().directives().getLast();

        assertThat(parsed.problems()).isEmpty();
        assertThat(server.line()).isEqualTo(5);
        assertThat(server.block()).extracting(Directive::line).containsExactly(6, 7, 9, 10, 11, 14);
        assertThat(server.block().getFirst().comment()).isEqualTo("managed by Certbot");
        assertThat(server.block().get(4).comment()).isEqualTo("managed by Certbot");
        assertThat(server.block().get(1).values()).containsExactly("a.example.org", "b.example.org");
        assertThat(server.block().get(3).argument(1)).isEqualTo("^/v(\\d+)\\.php$");
        assertThat(server.block().getLast().arguments().get(1))
                .isEqualTo(new Word("say \"yes\"", Quoting.DOUBLE, 14, 23));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "set $a ${b}c;|${b}c",
                "set $a x#y;|x#y",
                "set $a \"x;{}#\";|x;{}#",
                "set $a '\"';|\"",
                "set $a a\\;b;|a\\;b",
                "set $a \\\\.;|\\.",
                "set $a x'y;|x'y",
                "set $a }{;|`}`",
            })
    void aWordIsWhatNginxMakesOfIt(String text, String value) {
        if (text.contains("}{")) {
            assertThat(NginxParser.parse("a", text).hasErrors()).isTrue();
            return;
        }
        assertThat(NginxParser.parse("a", text).value().directives().getFirst().argument(1))
                .isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "server {\n listen 80;\n",
                "listen 80;\n}\n",
                "server { listen 80 }",
                "server { listen 80; };",
                "set $a \"x;",
                "set $a \"x\"y;",
                "server_name a.example.org\nlisten 80;",
                "root /a\nlocation /b { }",
                "proxy_pass http://a http://b;",
                "location / ;",
                "root;",
                "listen 80",
                "{ }",
                "content_by_lua_block { if a then }{"
            })
    void whatNginxRefusesIsAnError(String text) {
        assertThat(NginxParser.parse("a", text).problems())
                .singleElement()
                .satisfies(p -> assertThat(p.severity()).isEqualTo(Problem.Severity.ERROR));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# only a comment",
                "upstream a { server 10.1.0.1 weight=2; }",
                "stream { server { proxy_pass a; listen 1; } }",
                "types { text/html html; }",
                "map $a $b { root 1; user 2; }",
                "content_by_lua_block { local s = \"}\" -- }\n if x then y = {} end }",
                "more_set_headers 'a: b' 'c: d';",
                "log_format main '$a'\n  '$b';",
                "server_name a\n  root.example.org\n user;",
                "server { listen 80; }\r\nserver { listen 81; }\r\n"
            })
    void whatNginxAcceptsIsNone(String text) {
        assertThat(NginxParser.parse("a", text).problems()).isEmpty();
    }

    @Test
    void aSocketIsReadInAllItsForms() {
        assertThat(List.of("80", "*:80", "0.0.0.0:80", "0.0.0.0"))
                .allMatch(l -> socket(l).equals("*:80"));
        assertThat(socket("[::]:443")).isEqualTo("[::]:443");
        assertThat(socket("[::1]")).isEqualTo("[::1]:80");
        assertThat(socket("127.0.0.1:8080")).isEqualTo("127.0.0.1:8080");
        assertThat(socket("localhost:8080")).isEqualTo("localhost:8080");
        assertThat(socket("unix:/run/a.sock")).isEqualTo("unix:/run/a.sock");
    }

    @Test
    void aTargetIsReadInItsParts() {
        assertThat(ProxyTarget.of("http://10.1.0.113:80/a?b"))
                .isEqualTo(new ProxyTarget("http", "10.1.0.113", "80", "/a?b"));
        assertThat(ProxyTarget.of("https://Off")).isEqualTo(new ProxyTarget("https", "off", "", ""));
        assertThat(ProxyTarget.of("http://[::1]:80").host()).isEqualTo("[::1]");
        assertThat(ProxyTarget.of("http://$upstream$request_uri").isVariable()).isTrue();
    }

    private static String socket(String listen) {
        Word word = new Word(listen, Quoting.NONE, 1, 1);
        return Listen.of(new Directive("listen", List.of(word), false, List.of(), "", 1, 1))
                .socket();
    }

    @Property(tries = 3000)
    void damagedInputNeverThrows(@ForAll("damaged") String text) {
        assertThat(NginxParser.parse("a", text).value()).isNotNull();
    }

    @Property
    void randomTextNeverThrows(@ForAll String text) {
        assertThat(NginxParser.parse("a", text).value()).isNotNull();
    }

    @Property
    void whatIsPrintedParsesToTheSame(@ForAll("files") List<Directive> directives) {
        String once = NginxPrinter.print(new NginxFile(directives));
        Parsed<NginxFile> parsed = NginxParser.parse("a", once);

        assertThat(plain(parsed.value().directives())).isEqualTo(plain(directives));
        assertThat(NginxPrinter.print(parsed.value())).isEqualTo(once);
    }

    @Property(tries = 3000)
    void whatIsParsedPrintsAndParsesToTheSame(@ForAll("damaged") String text) {
        NginxFile file = NginxParser.parse("a", text).value();
        NginxFile again = NginxParser.parse("a", NginxPrinter.print(file)).value();

        assertThat(plain(again.directives())).isEqualTo(plain(file.directives()));
    }

    private record Plain(String name, List<String> values, boolean isBlock, List<Plain> block, String comment) {}

    private static List<Plain> plain(List<Directive> directives) {
        return directives.stream()
                .map(d -> new Plain(d.name(), d.values(), d.isBlock(), plain(d.block()), d.comment()))
                .toList();
    }

    @Provide
    Arbitrary<String> damaged() {
        return Mutations.of(SITE);
    }

    @Provide
    Arbitrary<List<Directive>> files() {
        Arbitrary<List<Directive>> leaves = directives(Arbitraries.just(List.of()));
        return directives(directives(leaves));
    }

    private static Arbitrary<List<Directive>> directives(Arbitrary<List<Directive>> blocks) {
        Arbitrary<Word> word = Combinators.combine(
                        Arbitraries.strings().ofMaxLength(6).withChars("ab$\\;{}#\"' \t\n\r.*tn"),
                        Arbitraries.of(Quoting.class))
                .as((value, quoting) -> new Word(value, quoting, 1, 1));
        Arbitrary<String> comment = Arbitraries.of("", "managed by Certbot", "# } ;");
        return Combinators.combine(word.list().ofMaxSize(4), Arbitraries.of(true, false), blocks, comment)
                .as((words, isBlock, block, c) ->
                        new Directive("zone_x", words, isBlock, isBlock ? block : List.of(), c, 1, 1))
                .list()
                .ofMaxSize(3);
    }
}
