package org.openfoodfacts.brigade.agent.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.contracts.facts.CertificatesFact;
import org.openfoodfacts.brigade.contracts.facts.CertificatesFact.CertificateFile;

class CertificatesProbeTest {
    @TempDir
    private Path root;

    @Test
    void aPatternThatIsNoneIsItsOwnProblemAndTheOthersAreRead() throws Exception {
        Files.createFile(Files.createDirectories(root.resolve("etc/ssl")).resolve("a.pem"));
        Machine machine = new Machine((invocation, _, _) -> new ExecResult.Missing(invocation.tool()), root);
        List<String> watched = List.of("/etc/[ssl/*.pem", "/etc/{ssl,x/*.pem", "/etc/ssl/*.pem");

        CertificatesFact fact = (CertificatesFact) new CertificatesProbe()
                .observe(machine, new Watch(List.of(), List.of(), watched))
                .getFirst();

        assertThat(fact.certificates())
                .extracting(CertificateFile::path)
                .containsExactly("/etc/[ssl/*.pem", "/etc/{ssl,x/*.pem", "/etc/ssl/a.pem");
        assertThat(fact.certificates().subList(0, 2))
                .extracting(CertificateFile::problem)
                .allMatch(problem -> problem.startsWith("is no pattern: "));
    }
}
