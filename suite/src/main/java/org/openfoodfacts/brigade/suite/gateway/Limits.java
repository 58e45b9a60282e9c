package org.openfoodfacts.brigade.suite.gateway;

import io.vertx.core.Future;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyResponse;

/** Bodies that say they are larger than any the APIs have go no further: 1 MiB asked, 64 MiB answered. A service counts what it reads itself. */
final class Limits implements ProxyInterceptor {
    private static final long LARGEST_REQUEST = 1L << 20;
    private static final long LARGEST_RESPONSE = 64L << 20;

    @Override
    public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
        if (context.request().getBody() != null && context.request().getBody().length() > LARGEST_REQUEST) {
            return Future.succeededFuture(Problems.answer(
                    context.request(), 413, "too-large", "The request is too large", "a request is at most 1 MiB"));
        }
        return context.sendRequest();
    }

    @Override
    public Future<Void> handleProxyResponse(ProxyContext context) {
        if (context.response().getBody() != null && context.response().getBody().length() > LARGEST_RESPONSE) {
            context.response().release();
            Problems.fill(
                    context.response(), 502, "internal", "Something is broken on our side", "the answer is too large");
        }
        return context.sendResponse();
    }
}
