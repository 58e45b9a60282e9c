package org.openfoodfacts.brigade.suite.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.contracts.Json;

/** What an answer says. Only what a service says itself counts as one: a redirect, or the page of a login in front of it, has done nothing that was asked for. */
final class ApiAnswer {
    private static final int FIRST_SUCCESS = 200;
    private static final int FIRST_REDIRECT = 300;
    private static final int FIRST_ERROR = 400;
    private static final int FIRST_FAULT_OF_THEIRS = 500;
    private static final Pattern JSON =
            Pattern.compile("application/(?:[\\w.-]+\\+)?json(?:\\s*;.*)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern EVENTS = Pattern.compile("text/event-stream(?:\\s*;.*)?", Pattern.CASE_INSENSITIVE);
    private static final int LONGEST_TEXT = 200;
    private static final String INSTEAD = "; the address (BRIGADE_URL) has to be that of Brigade's own gateway";

    private ApiAnswer() {}

    /** A missing node when it has no body. ApiException for what is refused, and for what no service has said. */
    static JsonNode json(HttpResponse<String> answer) {
        refuseErrors(answer);
        if (answer.body().isBlank()) {
            return MissingNode.getInstance();
        }
        refuseAllBut(JSON, answer);
        try {
            return Json.mapper().readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw notOurs(answer, "no JSON: " + e.getOriginalMessage());
        }
    }

    /** ApiException unless the answer is, or was, a stream of events or says that there are none. */
    static void events(HttpResponse<String> answer) {
        refuseErrors(answer);
        if (answer.statusCode() == FIRST_SUCCESS) {
            refuseAllBut(EVENTS, answer);
        }
    }

    static boolean isEvents(int status, String type) {
        return status == FIRST_SUCCESS && EVENTS.matcher(type).matches();
    }

    private static void refuseErrors(HttpResponse<String> answer) {
        int status = answer.statusCode();
        if (status >= FIRST_ERROR) {
            throw error(answer);
        }
        if (status >= FIRST_REDIRECT || status < FIRST_SUCCESS) {
            String to = answer.headers().firstValue("Location").orElse("nowhere");
            throw notOurs(answer, "HTTP " + status + ", which leads to " + to);
        }
    }

    /** A service's own has a body of JSON; what stands in front of it sends pages of any length. */
    private static ApiException error(HttpResponse<String> answer) {
        JsonNode said = jsonOrText(answer.body());
        int status = answer.statusCode();
        if (said.isObject()) {
            return ApiException.of(status, said);
        }
        String text = answer.body().strip();
        String begin =
                text.substring(0, Math.min(LONGEST_TEXT, text.length())) + (text.length() > LONGEST_TEXT ? "…" : "");
        String what = "HTTP " + status + (text.isEmpty() ? "" : ": " + begin);
        return status < FIRST_FAULT_OF_THEIRS
                ? notOurs(answer, what)
                : new ApiException(status, answer.uri() + " answers " + what);
    }

    private static void refuseAllBut(Pattern types, HttpResponse<String> answer) {
        String type = type(answer);
        if (!types.matcher(type).matches()) {
            throw notOurs(answer, "HTTP " + answer.statusCode() + " with " + (type.isEmpty() ? "no type" : type));
        }
    }

    private static String type(HttpResponse<String> answer) {
        return answer.headers().firstValue("Content-Type").orElse("");
    }

    private static ApiException notOurs(HttpResponse<String> answer, String what) {
        return new ApiException(answer.statusCode(), notOurs(answer.uri(), what));
    }

    /** A sentence for what no service of Brigade answers. */
    static String notOurs(URI address, String what) {
        return address + " answers " + what + INSTEAD;
    }

    static JsonNode jsonOrText(String text) {
        try {
            return text.isBlank() ? MissingNode.getInstance() : Json.mapper().readTree(text);
        } catch (JsonProcessingException e) {
            return Json.mapper().getNodeFactory().textNode(text);
        }
    }
}
