package org.openfoodfacts.brigade.deployer.persistence;

import com.fasterxml.jackson.core.type.TypeReference;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.contracts.reports.CommandProgress.OutputLine;
import org.openfoodfacts.brigade.deployer.domain.LogCursor;
import org.openfoodfacts.brigade.deployer.domain.LogPart;
import org.openfoodfacts.brigade.deployer.domain.Step;
import org.openfoodfacts.brigade.platform.json.JsonText;

/** The output of all commands of a deployment, in the order of its steps. */
@ApplicationScoped
public class LogStore {
    private static final TypeReference<List<OutputLine>> LINES = new TypeReference<>() {};

    public Uni<List<LogPart>> after(Session session, UUID deployment, LogCursor cursor, int limit) {
        return session.createNativeQuery(
                        "select s.number, o.sequence, o.lines, o.dropped_lines from deployment_step s"
                                + " join command_output o on o.command_id = s.command_id"
                                + " where s.deployment_id = :deployment and (s.number, o.sequence) > (:step, :sequence)"
                                + " order by s.number, o.sequence",
                        Object[].class)
                .setParameter("deployment", deployment)
                .setParameter("step", cursor.step())
                .setParameter("sequence", cursor.sequence())
                .setMaxResults(limit)
                .getResultList()
                .map(rows -> rows.stream().map(LogStore::part).toList());
    }

    private static LogPart part(Object[] row) {
        int step = ((Number) row[0]).intValue();
        LogCursor at = new LogCursor(step, ((Number) row[1]).longValue());
        List<OutputLine> lines = JsonText.read((String) row[2], LINES);
        return new LogPart(at.text(), Step.ofNumber(step), lines, ((Number) row[3]).longValue());
    }
}
