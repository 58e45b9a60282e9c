package org.openfoodfacts.brigade.platform.rest;

import java.util.List;
import org.openfoodfacts.brigade.platform.rest.Problem.FieldError;

/** Thrown by resources to answer with a problem; never by domain code, whose expected failures are outcomes. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ProblemCode code;
    private final transient List<FieldError> errors;

    public ProblemException(ProblemCode code, String detail) {
        this(code, detail, List.of());
    }

    private ProblemException(ProblemCode code, String detail, List<FieldError> errors) {
        super(detail, null, false, false);
        this.code = code;
        this.errors = List.copyOf(errors);
    }

    /** One field of the request is wrong. */
    public static ProblemException field(String field, String detail) {
        return new ProblemException(
                ProblemCode.INVALID_INPUT, field + " " + detail, List.of(new FieldError(field, detail)));
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
}
