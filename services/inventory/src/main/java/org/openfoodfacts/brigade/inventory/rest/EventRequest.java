package org.openfoodfacts.brigade.inventory.rest;

import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.openfoodfacts.brigade.confs.DidYouMean;
import org.openfoodfacts.brigade.inventory.domain.EventFilter;
import org.openfoodfacts.brigade.platform.rest.ProblemException;

/** Which events a caller asks for, as written in the query. */
public record EventRequest(
        @QueryParam("type") String type,
        @QueryParam("node") String node,
        @QueryParam("from") String from,
        @QueryParam("to") String to,
        @QueryParam("correlation") String correlation) {

    EventFilter filter() {
        return new EventFilter(
                types(),
                QueryMapper.orNull(node),
                QueryMapper.time("from", from),
                QueryMapper.time("to", to),
                QueryMapper.orNull(correlation));
    }

    private List<String> types() {
        if (QueryMapper.orNull(type) == null) {
            return null;
        }
        List<String> types = EventFilter.typesOf(type);
        if (types.isEmpty()) {
            throw ProblemException.field(
                    "type", "is not an event: '" + type + "'; " + DidYouMean.remedy(type, EventFilter.kinds()));
        }
        return types;
    }
}
