package org.openfoodfacts.brigade.agent.facts;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import org.openfoodfacts.brigade.contracts.facts.CertificatesFact.CertificateFile;

/** Reads the leaf of one file, PEM or DER: its first certificate. What cannot be read is a problem of that file. */
final class CertificateReader {
    private static final int DNS_NAME = 2;
    private static final long LARGEST = 1 << 20;

    private CertificateReader() {}

    static CertificateFile read(Path file, String path) {
        try {
            if (Files.size(file) > LARGEST) {
                return problem(path, "is too large for a certificate");
            }
            try (InputStream content = Files.newInputStream(file)) {
                return of(path, (X509Certificate)
                        CertificateFactory.getInstance("X.509").generateCertificate(content));
            }
        } catch (NoSuchFileException _) {
            return problem(path, "there is no such file");
        } catch (AccessDeniedException _) {
            return problem(path, "the agent may not read it");
        } catch (IOException e) {
            return problem(path, "cannot be read: " + e.getMessage());
        } catch (CertificateException _) {
            return problem(path, "holds no X.509 certificate");
        }
    }

    static CertificateFile problem(String path, String problem) {
        return new CertificateFile(path, null, List.of(), null, null, null, problem);
    }

    private static CertificateFile of(String path, X509Certificate certificate) throws CertificateParsingException {
        Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
        List<String> names = alternatives == null
                ? List.of()
                : alternatives.stream()
                        .filter(name -> name.getFirst().equals(DNS_NAME))
                        .map(name -> String.valueOf(name.get(1)))
                        .toList();
        return new CertificateFile(
                path,
                certificate.getIssuerX500Principal().getName(),
                names,
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant(),
                certificate.getSerialNumber().toString(16),
                null);
    }
}
