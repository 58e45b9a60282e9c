package org.openfoodfacts.brigade.confs.lint.tunnels;

import java.util.List;
import java.util.Optional;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Format.Read;
import org.openfoodfacts.brigade.confs.lint.Formats;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.stunnel.SecretsFile.Identity;

/**
 * Which key of its file a client takes. stunnel(8), PSKidentity: "default: the first identity specified in the PSKsecrets file"; with one
 * that is not in it stunnel 5.68 does not start ("No key found for the specified PSK identity").
 */
final class IdentityChoiceRule implements Rule {
    private static final String CLIENT = """
            --- confs/client/stunnel/psk/mongodb.txt
            client-old:<the old key>
            client-new:<the new key>
            --- confs/client/stunnel/shop.conf
            [MongoDB]
            client = yes
            accept = 10.1.0.113:27017
            connect = proxy.example.org:27017
            ciphers = PSK
            PSKsecrets = /etc/stunnel/psk/mongodb.txt
            """;
    private static final RulePage PAGE = new RulePage(
            "tunnel-identity-choice",
            Severity.WARNING,
            "A client does not say which key of its file it takes",
            """
            Without PSKidentity a client takes the first key of its file: the order of lines decides, and a new key that was added below is \
            not used. With an identity that the file does not hold stunnel does not start at all.""",
            "",
            new RulePage.Failing("confs/client/stunnel/shop.conf:6", CLIENT),
            CLIENT + "PSKidentity = client-new\n");

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (End end : End.all(repository)) {
            if (end.isClient()) {
                List<String> identities = identities(repository, end);
                if (!identities.isEmpty()) {
                    judge(end, identities, findings);
                }
            }
        }
    }

    /** Of the file that the client names, when the machine's folder holds it. */
    private static List<String> identities(Repository repository, End end) {
        String path = end.service().value("psksecrets").orElse("");
        return !path.startsWith("/etc/")
                ? List.of()
                : repository
                        .all(Formats.STUNNEL_SECRETS, end.folder())
                        .filter(file -> file.source().inFolder().equals(path.substring("/etc/".length())))
                        .map(Read::value)
                        .flatMap(file -> file.identities().stream())
                        .map(Identity::name)
                        .distinct()
                        .toList();
    }

    private static void judge(End end, List<String> identities, Findings findings) {
        Optional<String> chosen = end.service().value("pskidentity");
        if (chosen.isPresent() && !identities.contains(chosen.get())) {
            findings.guess(
                    end.source(),
                    end.line("pskidentity"),
                    "the file on the machine holds the identities that the repository's has",
                    "[" + end.name() + "] shows the identity '" + chosen.get()
                            + "', which its file of keys does not hold, so stunnel does not start",
                    "name one that it holds: " + String.join(", ", identities));
        } else if (chosen.isEmpty() && identities.size() > 1) {
            findings.guess(
                    end.source(),
                    end.line("psksecrets"),
                    "the file on the machine holds the identities that the repository's has",
                    "[" + end.name() + "] names none of the " + identities.size()
                            + " identities of its file of keys, so it takes the first, '" + identities.getFirst() + "'",
                    "add PSKidentity = with the one that is meant");
        }
    }
}
