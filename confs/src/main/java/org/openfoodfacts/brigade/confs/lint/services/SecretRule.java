package org.openfoodfacts.brigade.confs.lint.services;

import java.util.Locale;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.source.Source;

/** Secrets in any file of the repository, by their form or by the key they stand under. No finding repeats the secret. */
final class SecretRule implements Rule {
    private static final String BINARY = "\u0000";
    private static final Pattern BEGIN = Pattern.compile(".*-----BEGIN ([A-Z]+ )?PRIVATE KEY-----.*");
    private static final Pattern KEY_LINE = Pattern.compile("\\s*[A-Za-z0-9+/=]{40,}\\s*");
    private static final int LONGEST_LINE = 2000; // what is longer was made by a machine

    private static final RulePage PAGE = new RulePage(
            "secret-in-tree",
            Severity.ERROR,
            "A secret is in the repository",
            """
            Everyone who can read the repository, a clone or a fork of it can use the secret. Removing it does not take it out of the \
            history: it is lost and has to be replaced. Files with secrets stay on the machine; the repository names them only. A key or \
            token of a well-known form is an error, random text under a key like 'password' a warning, the hash of a password a note.""",
            "",
            new RulePage.Failing("confs/web/app/settings.ini:2", """
                    --- confs/web/app/settings.ini
                    [mail]
                    smtp_password = q7Rt2vLx9mZk4Wb8
                    """),
            """
            --- confs/web/app/settings.ini
            [mail]
            smtp_password = ${SMTP_PASSWORD}
            token_file = /etc/app/token
            api_key = <your key>
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (Source source : repository.sources()) {
            if (source.name().equals(source.real()) && !source.text().all().contains(BINARY)) {
                for (int line : SecretHints.lines(source.text())) {
                    judge(source, line, findings);
                }
            }
        }
    }

    private static void judge(Source source, int number, Findings findings) {
        String line = source.text().line(number);
        if (line.length() > LONGEST_LINE) {
            return;
        }
        if (line.contains("PRIVATE KEY-----") && BEGIN.matcher(line).matches() && isKey(source, number)) {
            found(source, number, "a private key", Severity.ERROR, findings);
        } else {
            Secret.in(line, line.toLowerCase(Locale.ROOT))
                    .ifPresent(secret -> found(source, number, secret.what(), secret.severity(), findings));
        }
    }

    /** Not the head alone, as in a document or a program; old keys have headers before the text. */
    private static boolean isKey(Source source, int begin) {
        for (int i = begin + 1; i <= begin + 5; i++) {
            if (KEY_LINE.matcher(source.text().line(i)).matches()) {
                return true;
            }
        }
        return false;
    }

    private static void found(Source source, int line, String what, Severity severity, Findings findings) {
        String message = severity == Severity.NOTE
                ? what + " is in the repository, so everyone who reads it can guess passwords at his leisure"
                : what + (severity == Severity.WARNING ? " looks like a secret and is" : " is")
                        + " in the repository, so everyone who reads it can use it";
        findings.add(
                severity,
                source,
                line,
                message,
                "replace it by a new one, and keep that in a file on the machine only");
    }
}
