package org.openfoodfacts.brigade.inventory.persistence;

import com.fasterxml.jackson.core.type.TypeReference;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.openfoodfacts.brigade.confs.Problem;
import org.openfoodfacts.brigade.inventory.domain.ImportOutcome;
import org.openfoodfacts.brigade.platform.json.JsonText;

/** One import and what came of it. */
@Entity
@Table(name = "fleet_import")
public class ImportEntity {
    private static final TypeReference<List<Problem>> PROBLEMS = new TypeReference<>() {};

    @Id
    private UUID id;

    private String repository;

    @Column
    private String revision;

    @Column(name = "commit_id")
    private String commit;

    @Enumerated(EnumType.STRING)
    private ImportOutcome.Outcome outcome;

    private String detail;
    private String problems;

    @Column(name = "asked_by")
    private String askedBy;

    private Instant at;

    protected ImportEntity() {}

    ImportEntity(ImportOutcome outcome, String revision) {
        this.id = outcome.id();
        this.repository = outcome.repository();
        this.revision = revision;
        this.commit = outcome.commit();
        this.outcome = outcome.outcome();
        this.detail = outcome.detail();
        this.problems = JsonText.write(outcome.problems());
        this.askedBy = outcome.askedBy();
        this.at = outcome.at();
    }

    ImportOutcome toOutcome() {
        return new ImportOutcome(
                id, outcome, repository, commit, detail, JsonText.read(problems, PROBLEMS), askedBy, at);
    }
}
