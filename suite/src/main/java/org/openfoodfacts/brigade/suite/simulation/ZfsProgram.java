package org.openfoodfacts.brigade.suite.simulation;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.tools.zfs.DestroyProgram;
import org.openfoodfacts.brigade.contracts.Json;
import org.openfoodfacts.brigade.suite.simulation.SimulatedState.Snapshot;

/** {@code zfs program -j -- POOL - ARGUMENTS} of the one channel program that agents have, and of an empty one; a simulated machine has no Lua. */
final class ZfsProgram {
    private static final List<String> START = List.of("-j", "--");
    private static final String EBUSY = "16";
    private static final String EEXIST = "17";

    private final ZfsCatalogue catalogue;

    ZfsProgram(ZfsCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    ExecResult run(List<String> arguments, String script) {
        if (arguments.size() < 5 || !arguments.subList(0, 2).equals(START) || !"-".equals(arguments.get(3))) {
            return SimulatedTool.fail(2, SimulatedZfs.usage());
        }
        String pool = arguments.get(2);
        if (!catalogue.pools().containsKey(pool)) {
            return SimulatedTool.fail(1, "cannot open '" + pool + "': no such pool\n");
        }
        return switch (script) {
            case DestroyProgram.SCRIPT -> destroy(arguments.get(4), arguments.subList(5, arguments.size()));
            case "" -> SimulatedTool.ok(json(Map.of()));
            default ->
                SimulatedTool.fail(
                        1, "Channel program execution failed:\na simulated machine does not know this program\n");
        };
    }

    private ExecResult destroy(String dataset, List<String> named) {
        Map<String, String> inTheWay = new TreeMap<>();
        for (int i = 0; i < named.size(); i += 2) {
            String why = inTheWay(dataset + "@" + named.get(i), named.get(i + 1));
            if (why != null) {
                inTheWay.put(named.get(i), why);
            }
        }
        if (inTheWay.isEmpty()) {
            for (int i = 0; i < named.size(); i += 2) {
                catalogue.snapshots().remove(dataset + "@" + named.get(i));
            }
            catalogue.nextTxg(dataset);
            catalogue.save();
        }
        return SimulatedTool.ok(json(Map.of("return", inTheWay)));
    }

    /** Null when it may go. */
    private String inTheWay(String name, String signedGuid) {
        Snapshot snapshot = catalogue.snapshots().get(name);
        if (snapshot == null) {
            return "gone";
        }
        if (Long.parseUnsignedLong(snapshot.guid()) != Long.parseLong(signedGuid)) {
            return "guid";
        }
        if (!snapshot.holds().isEmpty()) {
            return EBUSY;
        }
        return catalogue.clonesOf(name).isEmpty() ? null : EEXIST;
    }

    private static String json(Map<String, ?> answer) {
        try {
            return Json.mapper().writeValueAsString(answer);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts can be written as JSON", e);
        }
    }
}
