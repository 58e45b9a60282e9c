package org.openfoodfacts.brigade.platform.rest;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.pgclient.PgException;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.openfoodfacts.brigade.platform.rest.Problem.FieldError;

/** Every failure leaves as problem+json; what is not the caller's fault is logged with the request id and tells nothing of the inside. */
public class ProblemMappers {
    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    private final RequestTrace trace;

    ProblemMappers(RequestTrace trace) {
        this.trace = trace;
    }

    @ServerExceptionMapper
    public Response problem(ProblemException e, UriInfo uri) {
        Response answer = answer(e.code(), e.getMessage(), uri, e.errors());
        return e.retryAfter()
                .map(wait -> Response.fromResponse(answer)
                        .header(
                                HttpHeaders.RETRY_AFTER,
                                wait.plusNanos(999_999_999).toSeconds())
                        .build())
                .orElse(answer);
    }

    @ServerExceptionMapper
    public Response json(JsonMappingException e, UriInfo uri) {
        return badJson(e, uri);
    }

    /** Quarkus has a mapper of its own for this subclass; only an equally exact one comes before it. */
    @ServerExceptionMapper
    public Response json(MismatchedInputException e, UriInfo uri) {
        return badJson(e, uri);
    }

    @ServerExceptionMapper
    public Response json(JsonParseException e, UriInfo uri) {
        String where = e.getLocation() == null
                ? ""
                : " at line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
        return answer(ProblemCode.INVALID_INPUT, "the body is not JSON" + where, uri, List.of());
    }

    @ServerExceptionMapper
    public Response invalid(ConstraintViolationException e, UriInfo uri, ContainerRequestContext request) {
        boolean hasBody = request.getMethod().startsWith("P"); // POST, PUT, PATCH
        List<FieldError> errors = e.getConstraintViolations().stream()
                .map(v -> hasBody && isWholeBody(v)
                        ? new FieldError("body", "is missing")
                        : new FieldError(lastParts(v.getPropertyPath().toString()), v.getMessage()))
                .toList();
        String detail =
                errors.stream().map(f -> f.field() + " " + f.detail()).sorted().collect(Collectors.joining("; "));
        return answer(ProblemCode.INVALID_INPUT, detail, uri, errors);
    }

    @ServerExceptionMapper({UnauthorizedException.class, AuthenticationFailedException.class})
    public Response unauthenticated(UriInfo uri) {
        Response answer = answer(
                ProblemCode.UNAUTHENTICATED,
                "send 'Authorization: Bearer …'; ./brigade token prints one for the local suite",
                uri,
                List.of());
        return Response.fromResponse(answer)
                .header("WWW-Authenticate", "Bearer")
                .build();
    }

    @ServerExceptionMapper
    public Response forbidden(ForbiddenException e, UriInfo uri) {
        return answer(ProblemCode.FORBIDDEN, "ask for a token with a higher role", uri, List.of());
    }

    @ServerExceptionMapper
    public Response web(WebApplicationException e, UriInfo uri) {
        if (e.getCause() instanceof JsonMappingException json) {
            return badJson(json, uri);
        }
        if (e.getCause() instanceof StreamReadException json) {
            return noJson(json, uri);
        }
        if (e.getCause() instanceof ProblemException problem) {
            return problem(problem, uri);
        }
        int status = e.getResponse().getStatus();
        if (status < 400) {
            return e.getResponse();
        }
        return answer(ProblemCode.ofStatus(status), e.getMessage(), uri, List.of());
    }

    @ServerExceptionMapper
    public Response broken(Throwable e, UriInfo uri) {
        if (isUnstorableText(e)) {
            return answer(ProblemCode.INVALID_INPUT, "a text of the request holds a NUL", uri, List.of());
        }
        LOG.errorf(e, "request %s failed", trace.requestId());
        return answer(ProblemCode.INTERNAL, "see the service's log for request " + trace.requestId(), uri, List.of());
    }

    /** PostgreSQL's SQLSTATE 22021, character_not_in_repertoire: the caller's text, not our fault. {@link StorableText} names most before. */
    private static boolean isUnstorableText(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof PgException pg && "22021".equals(pg.getSqlState())) {
                return true;
            }
        }
        return false;
    }

    private Response noJson(StreamReadException e, UriInfo uri) {
        JsonLocation at = e.getLocation();
        String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
        return answer(ProblemCode.INVALID_INPUT, "the body is no JSON" + where, uri, List.of());
    }

    private Response badJson(JsonMappingException e, UriInfo uri) {
        String field = e.getPath().stream()
                .map(r -> r.getFieldName() == null ? "[" + r.getIndex() + "]" : r.getFieldName())
                .collect(Collectors.joining("."));
        String why = switch (e) {
            case UnrecognizedPropertyException unknown -> "is not known; known are " + unknown.getKnownPropertyIds();
            case InvalidFormatException format when StorableText.isRefused(format.getValue()) -> StorableText.OBJECTION;
            case InvalidFormatException format ->
                "cannot be '" + format.getValue() + "'; it must be " + ValueForm.of(format.getTargetType());
            case MismatchedInputException other ->
                "is missing or of another form; it must be " + ValueForm.of(other.getTargetType());
            default -> "is missing or not of the right form";
        };
        String name = field.isEmpty() ? "body" : field;
        return answer(ProblemCode.INVALID_INPUT, name + " " + why, uri, List.of(new FieldError(name, why)));
    }

    private Response answer(ProblemCode code, String detail, UriInfo uri, List<FieldError> errors) {
        return Problem.of(code, detail, uri.getRequestUri().getPath(), trace.requestId(), errors)
                .response();
    }

    /** {@code @NotNull} on the one parameter that is the body. */
    private static boolean isWholeBody(ConstraintViolation<?> violation) {
        return violation.getInvalidValue() == null
                && violation.getPropertyPath().toString().indexOf('.')
                        == violation.getPropertyPath().toString().lastIndexOf('.');
    }

    /** {@code take.request.dataset} → {@code dataset}: without method and parameter. */
    private static String lastParts(String path) {
        String[] parts = path.split("\\.", 3);
        return parts[parts.length - 1];
    }
}
