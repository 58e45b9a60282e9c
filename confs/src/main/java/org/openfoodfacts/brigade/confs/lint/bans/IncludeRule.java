package org.openfoodfacts.brigade.confs.lint.bans;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Format.Read;
import org.openfoodfacts.brigade.confs.lint.Formats;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.nftables.NftFile;
import org.openfoodfacts.brigade.confs.nftables.NftFile.Statement;

/** nft(8), INCLUDE FILES: wildcards (*, ?, []) match every name that does not begin with a dot. */
final class IncludeRule implements Rule {
    private static final Pattern EVERYTHING = Pattern.compile("include\\s+\"([^\"]*/)\\*\"");

    private static final RulePage PAGE = new RulePage(
            "firewall-include-all",
            Severity.NOTE,
            "The firewall includes every file of a folder, whatever it is called",
            """
            A backup of an editor, a README or a file that was to be tried later is loaded with the others, and one that nft does not \
            understand keeps the whole firewall from loading.""",
            "",
            new RulePage.Failing("confs/proxy/nftables.conf:2", """
                    --- confs/proxy/nftables.conf
                    flush ruleset
                    include "/etc/nftables.conf.d/*"
                    """),
            """
            --- confs/proxy/nftables.conf
            flush ruleset
            include "/etc/nftables.conf.d/*.conf"
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (Read<NftFile> file : repository.all(Formats.NFTABLES)) {
            List<Statement> statements = file.value().statements();
            for (Statement statement : statements) {
                Matcher include = EVERYTHING.matcher(statement.text());
                if (include.matches()) {
                    findings.add(
                            file.source(),
                            statement.line(),
                            "the include takes every file in " + include.group(1)
                                    + ", so a backup or README there would keep the firewall from loading",
                            "include \"" + include.group(1) + "*.conf\", or *.nft");
                }
            }
        }
    }
}
