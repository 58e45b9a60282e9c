package org.openfoodfacts.brigade.suite.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.http.HttpResponse;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.contracts.Json;

/** What an answer says. Only what a service says itself counts as one: a redirect, or the page of a login in front of it, has done nothing that was asked for. */
final class ApiAnswer {
    private static final int FIRST_SUCCESS = 200;
    private static final int FIRST_REDIRECT = 300;
    private static final int FIRST_ERROR = 400;
    private static final Pattern JSON = Pattern.compile("application/(?:[\\w.-]+\\+)?json(?:\\s*;.*)?");
    private static final Pattern EVENTS = Pattern.compile("text/event-stream(?:\\s*;.*)?");
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
            throw ApiException.of(status, jsonOrText(answer.body()));
        }
        if (status >= FIRST_REDIRECT || status < FIRST_SUCCESS) {
            String to = answer.headers().firstValue("Location").orElse("nowhere");
            throw notOurs(answer, "HTTP " + status + ", which leads to " + to);
        }
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
        return new ApiException(answer.statusCode(), answer.uri() + " answers " + what + INSTEAD);
    }

    static JsonNode jsonOrText(String text) {
        try {
            return text.isBlank() ? MissingNode.getInstance() : Json.mapper().readTree(text);
        } catch (JsonProcessingException e) {
            return Json.mapper().getNodeFactory().textNode(text);
        }
    }
}
