package org.openfoodfacts.brigade.platform.rest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Refuses the one character that no text column of PostgreSQL holds, NUL, with the name of the parameter or field it came in. */
public class StorableText {
    static final String OBJECTION = "must not hold a NUL character";

    @ServerRequestFilter
    public void check(UriInfo uri) {
        check(uri.getPathParameters());
        check(uri.getQueryParameters());
    }

    private static void check(MultivaluedMap<String, String> parameters) {
        parameters.forEach((name, values) -> {
            if (holdsNul(name) || values.stream().anyMatch(StorableText::holdsNul)) {
                throw ProblemException.field(name.replace('\0', '\uFFFD'), OBJECTION);
            }
        });
    }

    private static boolean holdsNul(String text) {
        return text.indexOf('\0') >= 0;
    }

    /** Of a value in a body. */
    static boolean isRefused(Object value) {
        return value instanceof String text && holdsNul(text);
    }

    /** Texts of a body. */
    static SimpleModule module() {
        return new SimpleModule("storable-text").addDeserializer(String.class, new Reader());
    }

    private static final class Reader extends StringDeserializer {
        private static final long serialVersionUID = 1L;

        @Override
        public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            String text = super.deserialize(parser, context);
            return text != null && holdsNul(text)
                    ? (String) context.handleWeirdStringValue(String.class, text, OBJECTION)
                    : text;
        }
    }
}
