package org.openfoodfacts.brigade.platform.rest;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.openfoodfacts.brigade.platform.rest.Problem.FieldError;

/** Thrown by resources to answer with a problem; never by domain code, whose expected failures are outcomes. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ProblemCode code;
    private final transient List<FieldError> errors;
    private final Duration retryAfter;

    public ProblemException(ProblemCode code, String detail) {
        this(code, detail, List.of(), null);
    }

    private ProblemException(ProblemCode code, String detail, List<FieldError> errors, Duration retryAfter) {
        super(detail, null, false, false);
        this.code = code;
        this.errors = List.copyOf(errors);
        this.retryAfter = retryAfter;
    }

    /** The caller asks too often and may ask again after this time. */
    public static ProblemException tooMany(String detail, Duration retryAfter) {
        return new ProblemException(ProblemCode.TOO_MANY_REQUESTS, detail, List.of(), retryAfter);
    }

    /** One field of the request is wrong. */
    public static ProblemException field(String field, String detail) {
        return new ProblemException(
                ProblemCode.INVALID_INPUT, field + " " + detail, List.of(new FieldError(field, detail)), null);
    }

    public static ProblemException notFound(String what) {
        return new ProblemException(ProblemCode.NOT_FOUND, what);
    }

    ProblemCode code() {
        return code;
    }

    List<FieldError> errors() {
        return errors;
    }

    Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
