package org.openfoodfacts.brigade.suite.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.vertx.core.buffer.Buffer;
import io.vertx.httpproxy.Body;
import io.vertx.httpproxy.ProxyRequest;
import io.vertx.httpproxy.ProxyResponse;
import java.util.Map;
import org.openfoodfacts.brigade.contracts.Json;

/** The gateway's own errors, in the form the services have. */
final class Problems {
    private Problems() {}

    static ProxyResponse answer(ProxyRequest request, int status, String code, String title, String detail) {
        return fill(request.release().response(), status, code, title, detail);
    }

    static ProxyResponse fill(ProxyResponse response, int status, String code, String title, String detail) {
        return response.setStatusCode(status)
                .putHeader("Content-Type", "application/problem+json")
                .setBody(Body.body(Buffer.buffer(json(status, code, title, detail))));
    }

    static byte[] json(int status, String code, String title, String detail) {
        try {
            return Json.mapper()
                    .writeValueAsBytes(Map.of(
                            "type", "urn:brigade:problem:" + code, "title", title, "status", status, "detail", detail));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a problem is text and a number", e);
        }
    }
}
