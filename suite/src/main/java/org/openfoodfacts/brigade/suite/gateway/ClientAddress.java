package org.openfoodfacts.brigade.suite.gateway;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyResponse;
import java.util.List;
import java.util.Locale;

/** Tells the service in {@code X-Forwarded-For} who asks. What the caller itself claims about forwarding goes no further. */
final class ClientAddress implements ProxyInterceptor {
    @Override
    public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
        MultiMap headers = context.request().headers();
        for (String name : List.copyOf(headers.names())) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.equals("forwarded") || lower.startsWith("x-forwarded-")) {
                headers.remove(name);
            }
        }
        headers.set(
                "X-Forwarded-For",
                context.request().proxiedRequest().remoteAddress().hostAddress());
        return context.sendRequest();
    }
}
