package org.openfoodfacts.brigade.contracts.commands;

import java.util.List;
import org.openfoodfacts.brigade.contracts.Copies;

/** Starts systemd units one after the other, and then looks whether all of them are active. */
public record StartUnits(List<String> units) implements Command {
    public StartUnits {
        units = Copies.of(units);
    }
}
