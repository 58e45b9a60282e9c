package org.openfoodfacts.brigade.suite.gateway;

import io.vertx.core.Future;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyResponse;

/** A service that does not answer is a problem+json 503, not an empty 502. */
final class AwayServices implements ProxyInterceptor {
    @Override
    public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
        return context.sendRequest()
                .recover(failure -> Future.succeededFuture(Problems.answer(
                        context.request(),
                        503,
                        "unavailable",
                        "Something this needs is away; try again",
                        "the service does not answer at present: " + failure.getMessage())));
    }
}
