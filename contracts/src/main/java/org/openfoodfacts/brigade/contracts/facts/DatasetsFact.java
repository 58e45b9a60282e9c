package org.openfoodfacts.brigade.contracts.facts;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.openfoodfacts.brigade.contracts.Copies;
import org.openfoodfacts.brigade.contracts.Required;

/** ZFS file systems and volumes; sizes in bytes. */
public record DatasetsFact(List<Dataset> datasets) implements Fact {
    public DatasetsFact {
        datasets = Copies.of(datasets);
    }

    /** {@code guid} is the dataset's identity, a 64-bit unsigned number in decimal; {@code origin} is set for a clone. */
    public record Dataset(
            @Required String name,
            @Required String guid,
            String type,
            long usedBytes,
            long availableBytes,
            long referencedBytes,
            String origin,
            String mountPoint,
            @JsonInclude(JsonInclude.Include.NON_NULL) Receiving receiving) {

        public Dataset(
                String name,
                String guid,
                String type,
                long usedBytes,
                long availableBytes,
                long referencedBytes,
                String origin,
                String mountPoint) {
            this(name, guid, type, usedBytes, availableBytes, referencedBytes, origin, mountPoint, null);
        }
    }

    /**
     * What matters where something is received: {@code resumeToken} is null unless the rest of a cut stream may follow, {@code writtenBytes} is
     * what was written since the newest snapshot.
     */
    public record Receiving(String resumeToken, long writtenBytes, boolean encrypted) {}
}
