package org.openfoodfacts.brigade.contracts.commands;

import java.util.List;
import org.openfoodfacts.brigade.contracts.Copies;

/** Stops systemd units one after the other. One that is not active is passed over; the result names those that were. */
public record StopUnits(List<String> units) implements Command {
    public StopUnits {
        units = Copies.of(units);
    }
}
