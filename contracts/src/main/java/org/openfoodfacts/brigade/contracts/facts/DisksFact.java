package org.openfoodfacts.brigade.contracts.facts;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.openfoodfacts.brigade.contracts.Copies;
import org.openfoodfacts.brigade.contracts.Required;

/** What the disks of a machine say of their own health (SMART), as smartctl reads it out, in the order in which it finds them. */
public record DisksFact(List<Disk> disks) implements Fact {
    public DisksFact {
        disks = Copies.of(disks);
    }

    /**
     * {@code device} is the kernel's name now, {@code serial} the one that stays, null where a disk has none or could not be asked. {@code passed} is the
     * disk's own verdict, null where it gives none; {@code problem} then says why, in smartctl's words. {@code asleep} is true of one that was left
     * asleep, so that nothing new is known of it.
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Disk(
            @Required String device,
            String model,
            String serial,
            Boolean passed,
            Wear wear,
            String problem,
            Boolean asleep) {}

    /**
     * Counters of a disk's life, each null where it has none. {@code reallocated} sectors were replaced (of SCSI disks: grown defects), {@code pending} ones
     * cannot be read now, {@code uncorrectable} ones could not be when it last looked; {@code mediaErrors} are those an NVMe device did not recover from.
     * {@code wearPercent} is how much of its rated life is used, and may be more than 100.
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Wear(
            Integer celsius,
            Long powerOnHours,
            Long reallocated,
            Long pending,
            Long uncorrectable,
            Long mediaErrors,
            Integer wearPercent) {}
}
