package org.openfoodfacts.brigade.platform.rest;

/** Every kind of problem the APIs answer with; the name in kebab case is the last part of the problem's {@code type}. */
public enum ProblemCode {
    INVALID_INPUT(400, "The request is not of the form this call takes"),
    UNAUTHENTICATED(401, "A bearer token is needed"),
    FORBIDDEN(403, "Your role does not allow this"),
    NOT_FOUND(404, "There is no such thing"),
    METHOD_NOT_ALLOWED(405, "This address does not take that method"),
    NOT_ACCEPTABLE(406, "This address cannot answer in that format"),
    CONFLICT(409, "It cannot be done in the present state"),
    TOO_LARGE(413, "The request is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "The request must be application/json"),
    REFUSED(422, "A rule forbids it"),
    TOO_MANY_REQUESTS(429, "Too many requests; wait a little"),
    INTERNAL(500, "Something is broken on our side"),
    UNAVAILABLE(503, "Something this needs is away; try again");

    private final int status;
    private final String title;

    ProblemCode(int status, String title) {
        this.status = status;
        this.title = title;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    static ProblemCode ofStatus(int status) {
        for (ProblemCode code : values()) {
            if (code.status == status) {
                return code;
            }
        }
        return status < 500 ? INVALID_INPUT : INTERNAL;
    }
}
