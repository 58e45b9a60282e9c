package org.openfoodfacts.brigade.proxyconfig;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;

/** How often proxy-config looks for bans whose end has come. */
@ConfigMapping(prefix = "brigade.proxy-config")
public interface ProxyConfig {
    Duration expirySweep();
}
