package org.openfoodfacts.brigade.contracts.commands;

import java.util.List;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.contracts.Copies;
import org.openfoodfacts.brigade.contracts.Required;
import org.openfoodfacts.brigade.contracts.commands.DestroyDataset.Below;

/**
 * Gives a dataset, with all that lies below it, another name in the same pool. Precondition: it has this guid, no dataset lies below it but those in
 * {@code below} with the guids there, nothing has the new name, and nothing is being received into it. What is mounted stays so where it is; with
 * {@code remount} it is mounted where its new name puts it, and nothing is renamed while somebody uses it.
 */
public record RenameDataset(
        @Required String dataset,
        @Required String guid,
        @Required String to,
        List<Below> below,
        Boolean remount) implements Command {
    public RenameDataset {
        below = Copies.of(below);
    }

    /** Of all datasets it is about, each by its old and its new name. */
    public Stream<String> names() {
        return Stream.concat(Stream.of(dataset), below.stream().map(Below::dataset))
                .flatMap(old -> Stream.of(old, renamed(old)));
    }

    /** The new name of the dataset or of one below it. */
    public String renamed(String old) {
        return old.startsWith(dataset + "/") ? to + old.substring(dataset.length()) : to;
    }
}
