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

    /** The size of a text is known without the text being read. */
    private static final String AFTER = """
            select number, sequence, lines, dropped_lines, found from (
              select s.number, o.sequence, o.lines, o.dropped_lines, octet_length(o.lines) as size, count(*) over () as found,
                     sum(octet_length(o.lines)) over (order by s.number, o.sequence) as so_far
              from deployment_step s join command_output o on o.command_id = s.command_id
              where s.deployment_id = :deployment and (s.number, o.sequence) > (:step, :sequence)
              order by s.number, o.sequence limit :parts) page
            where so_far <= :bytes or so_far = size order by number, sequence""";

    /** Some parts of a log, and whether more follow them. */
    public record Some(List<LogPart> parts, boolean more) {
        public Some {
            parts = List.copyOf(parts);
        }
    }

    /** The parts behind the cursor: at most so many, of at most so many bytes together, but always one if there is any. */
    public Uni<Some> after(Session session, UUID deployment, LogCursor cursor, int parts, int bytes) {
        return session.createNativeQuery(AFTER, Object[].class)
                .setParameter("deployment", deployment)
                .setParameter("step", cursor.step())
                .setParameter("sequence", cursor.sequence())
                .setParameter("parts", parts)
                .setParameter("bytes", bytes)
                .getResultList()
                .map(rows -> new Some(
                        rows.stream().map(LogStore::part).toList(),
                        !rows.isEmpty() && ((Number) rows.getFirst()[4]).longValue() > rows.size()));
    }

    private static LogPart part(Object[] row) {
        int step = ((Number) row[0]).intValue();
        LogCursor at = new LogCursor(step, ((Number) row[1]).longValue());
        List<OutputLine> lines = JsonText.read((String) row[2], LINES);
        return new LogPart(at.text(), Step.ofNumber(step), lines, ((Number) row[3]).longValue());
    }
}
