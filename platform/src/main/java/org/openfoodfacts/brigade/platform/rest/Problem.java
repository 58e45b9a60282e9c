package org.openfoodfacts.brigade.platform.rest;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import org.openfoodfacts.brigade.contracts.Copies;

/** An error as RFC 9457 has it. {@code detail} says what is wrong and what to do; {@code errors} names each field that is wrong. */
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        String instance,
        String requestId,
        List<FieldError> errors) {

    public static final String MEDIA_TYPE = "application/problem+json";

    public Problem {
        errors = Copies.of(errors);
    }

    /** {@code field} is the path within the request, for example {@code expiresAt}. */
    public record FieldError(String field, String detail) {}

    static Problem of(ProblemCode code, String detail, String instance, String requestId, List<FieldError> errors) {
        String kebab = code.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return new Problem(
                "urn:brigade:problem:" + kebab, code.title(), code.status(), detail, instance, requestId, errors);
    }

    Response response() {
        return Response.status(status)
                .type(MediaType.valueOf(MEDIA_TYPE))
                .entity(this)
                .build();
    }
}
