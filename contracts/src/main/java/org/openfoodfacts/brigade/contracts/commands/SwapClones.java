package org.openfoodfacts.brigade.contracts.commands;

import java.util.List;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.contracts.Copies;
import org.openfoodfacts.brigade.contracts.Required;

/**
 * Puts clones in the place of others, all or none: each {@code fresh} gets the name {@code dataset} and is mounted and exported there; what had that
 * name, if anything, is called {@code aside} afterwards and is not mounted. Precondition: each fresh one is a clone with this guid, what has the
 * name is a clone too, nothing is called {@code aside}, and nobody uses what has to go. One that has the name already is done.
 */
public record SwapClones(List<Swap> swaps) implements Command {
    public SwapClones {
        swaps = Copies.of(swaps);
    }

    /** {@code guid} is that of {@code fresh}. */
    public record Swap(
            @Required String dataset,
            @Required String fresh,
            @Required String guid,
            @Required String aside) {
        /** All that it is about. */
        public Stream<String> names() {
            return Stream.of(dataset, fresh, aside);
        }
    }
}
