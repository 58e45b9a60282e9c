package org.openfoodfacts.brigade.platform.rest;

import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads path and query parameters so that one of a wrong form is answered with its name and what it must be. */
@Provider
public class NamedParameters implements ParamConverterProvider {
    private static final Map<Class<?>, Form> FORMS = Map.of(
            Integer.class, new Form("a whole number", Integer::valueOf),
            int.class, new Form("a whole number", Integer::valueOf),
            Long.class, new Form("a whole number", Long::valueOf),
            long.class, new Form("a whole number", Long::valueOf),
            Boolean.class, new Form("true or false", NamedParameters::truth),
            UUID.class, new Form("a UUID", UUID::fromString),
            Instant.class, new Form("a time such as 2026-03-14T09:26:53Z", Instant::parse),
            Duration.class, new Form("a duration such as PT15M", Duration::parse));

    private record Form(String words, Function<String, Object> parser) {
        static Form ofEnum(Class<?> type) {
            return new Form(
                    ValueForm.of(type),
                    text -> Arrays.stream(type.getEnumConstants())
                            .filter(constant -> ((Enum<?>) constant).name().equals(text))
                            .findFirst()
                            .orElseThrow());
        }
    }

    /** Boolean's own parser takes whatever is not true for false. */
    private static boolean truth(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    @Override
    @SuppressWarnings("unchecked") // a form's parser makes values of the class it stands under
    public <T> ParamConverter<T> getConverter(Class<T> type, Type generic, Annotation[] annotations) {
        Form form = type.isEnum() ? Form.ofEnum(type) : FORMS.get(type);
        return form == null
                ? null
                : name(annotations)
                        .map(name -> (ParamConverter<T>) new Converter(name, form))
                        .orElse(null);
    }

    private static Optional<String> name(Annotation[] annotations) {
        return annotations == null
                ? Optional.empty()
                : Arrays.stream(annotations)
                        .flatMap(a -> switch (a) {
                            case PathParam path -> Stream.of(path.value());
                            case QueryParam query -> Stream.of(query.value());
                            default -> Stream.empty();
                        })
                        .findFirst();
    }

    private record Converter(String name, Form form) implements ParamConverter<Object> {
        @Override
        public Object fromString(String text) {
            try {
                return text == null || text.isEmpty() ? null : form.parser().apply(text);
            } catch (RuntimeException e) {
                throw ProblemException.field(name, "must be " + form.words() + ", not '" + text + "'");
            }
        }

        @Override
        public String toString(Object value) {
            return value.toString();
        }
    }
}
