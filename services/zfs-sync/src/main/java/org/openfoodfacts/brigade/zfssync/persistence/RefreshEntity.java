package org.openfoodfacts.brigade.zfssync.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredClones;
import org.openfoodfacts.brigade.platform.json.JsonText;
import org.openfoodfacts.brigade.zfssync.domain.Refresh;
import org.openfoodfacts.brigade.zfssync.domain.RefreshPhase;
import org.openfoodfacts.brigade.zfssync.domain.RefreshPhase.Acting;
import org.openfoodfacts.brigade.zfssync.domain.RefreshPhase.Done;
import org.openfoodfacts.brigade.zfssync.domain.RefreshPhase.Failed;
import org.openfoodfacts.brigade.zfssync.domain.RefreshState;
import org.openfoodfacts.brigade.zfssync.domain.RefreshStep;
import org.openfoodfacts.brigade.zfssync.domain.StagingClones;

/** A refresh of staging clones, its phase spread over columns. */
@Entity
@Table(name = "refresh")
public class RefreshEntity {
    @Id
    private UUID id;

    private String name;
    private String spec;

    @Column(name = "asked_by")
    private String askedBy;

    @Column(name = "asked_at")
    private Instant askedAt;

    @Column(name = "correlation_id")
    private String correlationId;

    private String plan;
    private String progress;

    @Enumerated(EnumType.STRING)
    private RefreshState state;

    @Enumerated(EnumType.STRING)
    private RefreshStep step;

    @Column(name = "command_id")
    private UUID commandId;

    @Column(name = "ended_at")
    private Instant endedAt;

    protected RefreshEntity() {}

    RefreshEntity(Refresh refresh) {
        this.id = refresh.id();
        this.name = refresh.set().name();
        this.spec = JsonText.write(refresh.set().declared());
        this.askedBy = refresh.asked().by();
        this.askedAt = refresh.asked().at();
        this.correlationId = refresh.asked().correlationId();
        this.plan = JsonText.write(refresh.plan());
        advance(refresh);
    }

    final void advance(Refresh refresh) {
        progress = JsonText.write(refresh.progress());
        state = RefreshState.of(refresh.phase());
        switch (refresh.phase()) {
            case Acting acting -> {
                step = acting.step();
                commandId = acting.commandId();
            }
            case Done end -> endedAt = end.at();
            case Failed end -> endedAt = end.at();
        }
    }

    String name() {
        return name;
    }

    Refresh toRefresh() {
        return new Refresh(
                id,
                new StagingClones(JsonText.read(spec, DeclaredClones.class)),
                new Refresh.Asked(askedBy, askedAt, correlationId),
                JsonText.read(plan, Refresh.Plan.class),
                JsonText.read(progress, Refresh.Progress.class),
                phase());
    }

    private RefreshPhase phase() {
        return switch (state) {
            case ACTING -> new Acting(step, commandId);
            case DONE -> new Done(endedAt);
            case FAILED -> new Failed(endedAt);
        };
    }
}
