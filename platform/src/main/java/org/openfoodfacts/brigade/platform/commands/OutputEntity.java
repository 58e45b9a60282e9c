package org.openfoodfacts.brigade.platform.commands;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.util.UUID;

/** One progress report of a command: some lines of its output. */
@Entity
@Table(name = "command_output")
public class OutputEntity {
    @EmbeddedId
    private Key key;

    private String lines;

    @Column(name = "dropped_lines")
    private long droppedLines;

    protected OutputEntity() {}

    UUID commandId() {
        return key.commandId();
    }

    long sequence() {
        return key.sequence();
    }

    String lines() {
        return lines;
    }

    long droppedLines() {
        return droppedLines;
    }

    /** Which command, and the report's number within it. */
    @Embeddable
    public record Key(@Column(name = "command_id") UUID commandId, long sequence) {}
}
