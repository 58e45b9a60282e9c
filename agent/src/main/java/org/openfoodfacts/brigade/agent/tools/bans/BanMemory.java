package org.openfoodfacts.brigade.agent.tools.bans;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.tools.StateFile;
import org.openfoodfacts.brigade.contracts.Copies;

/**
 * What the agent must remember of bans: {@code wanted} by the order of this generation, every network that orders {@code asked} for and
 * that may still be in the jail, and bans by hand {@code swallowed} by a wider one. Written before the jail is touched, so a crash
 * in between never turns a ban of Brigade's into one made by hand, nor loses one made by hand.
 */
public record BanMemory(long generation, List<Wanted> wanted, List<String> asked, List<String> swallowed) {
    public static final BanMemory EMPTY = new BanMemory(0, List.of(), List.of(), List.of());

    public BanMemory {
        wanted = Copies.of(wanted);
        asked = Copies.of(asked);
        swallowed = Copies.of(swallowed);
    }

    public record Wanted(UUID id, String network) {}

    public static BanMemory of(Machine machine) {
        return StateFile.read(file(machine), BanMemory.class).orElse(EMPTY);
    }

    void save(Machine machine) {
        StateFile.write(file(machine), this);
    }

    static List<String> texts(Set<Network> networks) {
        return networks.stream().map(Network::text).sorted().toList();
    }

    static Set<Network> networks(List<String> texts) {
        return texts.stream().flatMap(text -> Network.parse(text).stream()).collect(Collectors.toSet());
    }

    private static Path file(Machine machine) {
        return machine.path(StateFile.FOLDER + "/bans.json");
    }
}
