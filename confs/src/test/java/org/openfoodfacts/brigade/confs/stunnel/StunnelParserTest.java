package org.openfoodfacts.brigade.confs.stunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.confs.Mutations;
import org.openfoodfacts.brigade.confs.Parsed;
import org.openfoodfacts.brigade.confs.stunnel.StunnelFile.Option;
import org.openfoodfacts.brigade.confs.stunnel.StunnelFile.Service;

class StunnelParserTest {
    private static final String RIGHT = """
            ; of one site
            foreground = yes
            PID = /run/stunnel-x/stunnel.pid
            client = yes
            # below are services
            [Db]
            Accept = 10.1.0.113:27017
            connect = proxy.example.org:27017
            connect = proxy2.example.org:27017
              [Server]
            client=no
            accept = :::6379
            connect = /run/redis.sock
            """;

    @Test
    void optionsOfTheFileAreDefaultsOfItsServicesAndCasesDoNotMatter() {
        Parsed<StunnelFile> parsed = StunnelParser.parse("x.conf", RIGHT);

        assertThat(parsed.problems()).isEmpty();
        assertThat(parsed.value().option("pid")).hasValue(new Option("pid", "/run/stunnel-x/stunnel.pid", 3));
        Service db = parsed.value().services().getFirst();
        assertThat(db.isClient()).isTrue();
        assertThat(db.accept()).hasValue(new Endpoint("10.1.0.113", "27017"));
        assertThat(db.all("connect").map(Option::line)).containsExactly(8, 9);
        Service server = parsed.value().services().getLast();
        assertThat(server.name()).isEqualTo("Server");
        assertThat(server.isClient()).isFalse();
        assertThat(server.accept()).hasValue(new Endpoint("::", "6379"));
    }

    @Test
    void anEndpointIsSplitAtItsLastColon() {
        assertThat(Endpoint.parse("443")).hasValue(new Endpoint("", "443"));
        assertThat(Endpoint.parse("[2001:db8::1]:443")).hasValue(new Endpoint("2001:db8::1", "443"));
        assertThat(Endpoint.parse("localhost:https")).hasValue(new Endpoint("localhost", "https"));
        assertThat(Endpoint.parse("/run/x.sock")).isEmpty();
        assertThat(Endpoint.parse("host:")).isEmpty();
    }

    @Test
    void whatStunnelRefusesIsAnError() {
        assertThat(problems("[a]\naccept = 1\nconnect = 2\nconect = 3\n"))
                .containsExactly("4: stunnel has no option 'conect', so it refuses the file; did you mean 'connect'?");
        assertThat(problems("[a] b\n")).singleElement().asString().contains("has no '='");
        assertThat(problems("[a]\naccept = 1\nconnect = 2\npid = /x\n"))
                .singleElement()
                .asString()
                .startsWith("4: 'pid' is a global option");
        assertThat(problems("[a]\naccept = 1\nconnect = 2\nclient = yes ; always\n"))
                .singleElement()
                .asString()
                .contains("neither yes nor no");
        assertThat(problems("[a]\nclient = yes\naccept = 1\n"))
                .singleElement()
                .asString()
                .startsWith("1: [a] has no 'connect'");
    }

    @Test
    void whatItTakesIsNone() {
        assertThat(
                        problems(
                                "\uFEFF; sample\ndebug = 5\n[a]\naccept = 1\nexec = /bin/x\nsocket = l:TCP_NODELAY=1\nretry = yes"))
                .isEmpty();
        assertThat(problems("[a]\naccept = 1\nprotocol = socks\n[b]\nsni = a:x.example.org\nconnect = 2\n"))
                .isEmpty();
    }

    @Test
    void aSecretsFileIsItsIdentities() {
        List<String> names = SecretsFile.parse(
                        "# keys\nshop:0123456789abcdef0\nnew:<32 bytes>\nx:short\nno key here\nsee:https://example.org/how-to-12\nx:PUT_YOUR_KEY_HERE\n")
                .value()
                .keys()
                .stream()
                .map(SecretsFile.Identity::name)
                .toList();

        assertThat(names).containsExactly("shop");
    }

    @Property
    void noTextMakesItThrowAndWhatItReadsItReadsAgain(@ForAll("damaged") String text) {
        assertThat(StunnelParser.parse("x.conf", text).value().services()).allMatch(s -> s.line() > 0);
        String withoutMarks = text.replace("\uFEFF", "");
        StunnelFile once = StunnelParser.parse("x.conf", withoutMarks).value();
        String printed = StunnelParser.print(once);

        assertThat(StunnelParser.print(StunnelParser.parse("x.conf", printed).value()))
                .isEqualTo(printed);
        assertThat(SecretsFile.parse(text).problems()).isEmpty();
    }

    @Provide
    Arbitrary<String> damaged() {
        return Mutations.of(RIGHT);
    }

    private static List<String> problems(String text) {
        return StunnelParser.parse("x.conf", text).problems().stream()
                .map(p -> p.line() + ": " + p.what() + "; " + p.remedy())
                .toList();
    }
}
