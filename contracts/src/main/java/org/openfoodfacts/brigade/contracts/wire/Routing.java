package org.openfoodfacts.brigade.contracts.wire;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.openfoodfacts.brigade.contracts.EventType;
import org.openfoodfacts.brigade.contracts.Service;

/**
 * What a reader may decide from the headers alone, before it decodes a record and checks its signature: that the record is not its own
 * business. The headers are not believed for anything else; one that is missing or unknown means that the record must be looked at.
 */
public final class Routing {
    private Routing() {}

    /** The report with the source of the command or order it answers; unchanged when that is not known. */
    public static WireRecord answering(WireRecord report, String source) {
        if (source == null) {
            return report;
        }
        Map<String, String> headers = new HashMap<>(report.headers());
        headers.put(Headers.ANSWERS, source);
        return new WireRecord(report.topic(), report.key(), headers, report.value());
    }

    /** True when the report answers another service than this one. */
    public static boolean answersAnother(WireRecord report, Service me) {
        return Source.service(report.headers().get(Headers.ANSWERS))
                .filter(asked -> asked != me)
                .isPresent();
    }

    /** True when the record is of a known type that is none of these. */
    public static boolean isNoneOf(WireRecord record, Set<EventType> wanted) {
        String type = record.headers().get(Headers.TYPE);
        return type != null
                && EventType.byId(type).filter(known -> !wanted.contains(known)).isPresent();
    }
}
