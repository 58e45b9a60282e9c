package org.openfoodfacts.brigade.confs.lint.tunnels;

import java.util.HashMap;
import java.util.Map;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Format.Read;
import org.openfoodfacts.brigade.confs.lint.Formats;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.stunnel.SecretsFile;
import org.openfoodfacts.brigade.confs.stunnel.SecretsFile.Identity;

/** ctx.c of stunnel: the server finds a key by qsort and bsearch on the identity, so of two alike it takes any. */
final class IdentityRepeatedRule implements Rule {
    private static final RulePage PAGE = new RulePage(
            "tunnel-identity-repeated",
            Severity.WARNING,
            "An identity stands twice in a file of keys",
            """
            stunnel looks a key up by its identity and takes one of the two lines, which of them is not said. When a key is changed by adding \
            a line, a client with the new key may be refused as long as the old line is there. The new key gets an identity of its own.""",
            "",
            new RulePage.Failing("confs/proxy/stunnel/psk/mongodb.txt:2", """
                    --- confs/proxy/stunnel/psk/mongodb.txt
                    client-a:<the old key>
                    client-a:<the new key>
                    """),
            """
            --- confs/proxy/stunnel/psk/mongodb.txt
            client-a:<the old key>
            client-a-2027:<the new key>
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (Read<SecretsFile> file : repository.all(Formats.STUNNEL_SECRETS)) {
            Map<String, Integer> first = new HashMap<>();
            for (Identity identity : file.value().identities()) {
                Integer before = first.putIfAbsent(identity.name(), identity.line());
                if (before != null) {
                    findings.add(
                            file.source(),
                            identity.line(),
                            "the identity '" + identity.name() + "' stands in line " + before
                                    + " already, so stunnel takes one of the two keys and may refuse the client with the other",
                            "give the new key an identity of its own, and remove the old line when no client uses it");
                }
            }
        }
    }
}
