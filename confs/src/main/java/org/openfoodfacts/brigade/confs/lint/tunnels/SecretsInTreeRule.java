package org.openfoodfacts.brigade.confs.lint.tunnels;

import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Format.Read;
import org.openfoodfacts.brigade.confs.lint.Formats;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.stunnel.SecretsFile;
import org.openfoodfacts.brigade.confs.stunnel.SecretsFile.Identity;

/** Keys are kept on the machines only; a finding names the identity and never the key. */
final class SecretsInTreeRule implements Rule {
    private static final RulePage PAGE = new RulePage(
            "tunnel-key-in-tree",
            Severity.ERROR,
            "A tunnel's keys are in the repository",
            """
            Everyone who can read the repository, or a clone or fork of it, can open the tunnel and what is behind it. Removing the file \
            does not take it out of the history: the key is lost and has to be changed.""",
            "",
            new RulePage.Failing("confs/proxy/stunnel/psk/mongodb.txt:1", """
                    --- confs/proxy/stunnel/psk/mongodb.txt
                    client-a:5f3c1d9e8b7a60412f6e
                    """),
            """
            --- confs/proxy/stunnel/psk/README.md
            One file per connection; a line is `identity:key`.
            --- confs/proxy/stunnel/psk/mongodb.txt
            client-a:<the key, 32 bytes>
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (Read<SecretsFile> file : repository.all(Formats.STUNNEL_SECRETS)) {
            for (Identity identity : file.value().keys()) {
                findings.add(
                        file.source(),
                        identity.line(),
                        "the key of '" + identity.name()
                                + "' is in the repository, so everyone who reads it can open the tunnel",
                        "change the key on both ends, then remove the file and add the folder to .gitignore");
            }
        }
    }
}
