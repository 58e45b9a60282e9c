package org.openfoodfacts.brigade.contracts.facts;

import java.time.Instant;
import java.util.List;
import org.openfoodfacts.brigade.contracts.Copies;
import org.openfoodfacts.brigade.contracts.Required;

/** X.509 certificates as they lie on disk (the leaf of each file). */
public record CertificatesFact(List<CertificateFile> certificates) implements Fact {
    public CertificatesFact {
        certificates = Copies.of(certificates);
    }

    /** {@code names} are the DNS names of the subject alternative name; {@code serial} in lower-case hexadecimal. */
    public record CertificateFile(
            @Required String path,
            String issuer,
            List<String> names,
            Instant notBefore,
            Instant notAfter,
            String serial,
            String problem) {
        public CertificateFile {
            names = Copies.of(names);
        }
    }
}
