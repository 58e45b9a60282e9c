package org.openfoodfacts.brigade.agent.facts;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.tools.ToolFailure;
import org.openfoodfacts.brigade.agent.tools.ToolLines;
import org.openfoodfacts.brigade.agent.tools.ToolNumbers;
import org.openfoodfacts.brigade.contracts.facts.Fact;
import org.openfoodfacts.brigade.contracts.facts.UnitsFact;
import org.openfoodfacts.brigade.contracts.facts.UnitsFact.UnexpectedUnit;

/** Failed units and watched units that are not active, in two calls however many there are. */
public final class UnitsProbe implements Probe {
    private static final long MICROS_PER_SECOND = 1_000_000;

    @Override
    public String name() {
        return "units";
    }

    @Override
    public List<Fact> observe(Machine machine, Watch watch) {
        ToolLines failed = ToolLines.of(
                machine.exec(),
                Invocation.of("systemctl", "list-units", "--failed", "--no-legend", "--plain", "--full"));
        if (failed.isMissing()) {
            return List.of();
        }
        require(failed);
        Set<String> watched = new LinkedHashSet<>(watch.units());
        Set<String> asked = new LinkedHashSet<>(watched);
        failed.lines().stream()
                .filter(line -> !line.isBlank())
                .forEach(line -> asked.add(line.strip().split("\\s+")[0]));
        if (asked.isEmpty()) {
            return List.of(new UnitsFact(List.of()));
        }
        List<String> argv = new ArrayList<>(List.of(
                "systemctl", "show", "-p", "Id,LoadState,ActiveState,SubState,StateChangeTimestampMonotonic", "--"));
        argv.addAll(asked);
        ToolLines shown = ToolLines.of(machine.exec(), Invocation.of(argv.toArray(String[]::new)));
        require(shown);
        return List.of(
                new UnitsFact(unexpected(List.copyOf(asked), watched, shown.lines(), SystemProbe.bootTime(machine))));
    }

    private static void require(ToolLines lines) {
        if (!lines.succeeded()) {
            throw new UnseenException("systemctl: " + ToolFailure.describe(lines.end()));
        }
    }

    /** systemctl answers in the order of the names, an empty line between units. */
    static List<UnexpectedUnit> unexpected(
            List<String> asked, Set<String> watched, List<String> lines, Instant bootTime) {
        List<UnexpectedUnit> units = new ArrayList<>();
        Map<String, String> properties = new HashMap<>();
        int unit = 0;
        for (int i = 0; i <= lines.size(); i++) {
            String line = i < lines.size() ? lines.get(i) : "";
            int equals = line.indexOf('=');
            if (equals > 0) {
                properties.put(line.substring(0, equals), line.substring(equals + 1));
            } else if (!properties.isEmpty()) {
                String name = unit < asked.size() ? asked.get(unit) : properties.getOrDefault("Id", "");
                add(units, name, watched.contains(name), properties, bootTime);
                unit++;
                properties.clear();
            }
        }
        return units;
    }

    private static void add(
            List<UnexpectedUnit> units,
            String name,
            boolean expected,
            Map<String, String> properties,
            Instant bootTime) {
        String active = properties.getOrDefault("ActiveState", "unknown");
        if (active.equals("active") || active.equals("reloading") || (!expected && !active.equals("failed"))) {
            return;
        }
        boolean unknown = "not-found".equals(properties.get("LoadState"));
        long micros = ToolNumbers.longOr(properties.get("StateChangeTimestampMonotonic"), 0);
        Instant since = bootTime == null || micros == 0 ? null : bootTime.plusSeconds(micros / MICROS_PER_SECOND);
        units.add(new UnexpectedUnit(
                name, expected, active, unknown ? "not-found" : properties.getOrDefault("SubState", "unknown"), since));
    }
}
