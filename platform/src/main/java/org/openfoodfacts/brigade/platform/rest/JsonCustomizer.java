package org.openfoodfacts.brigade.platform.rest;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;
import org.openfoodfacts.brigade.contracts.Json;

/**
 * REST speaks the JSON of the topics, but refuses a field it does not know, because a typo in a request must not be silently ignored, and
 * a text that no table could hold.
 */
@Singleton
public class JsonCustomizer implements ObjectMapperCustomizer {
    @Override
    public void customize(ObjectMapper mapper) {
        Json.configure(mapper)
                .registerModule(StorableText.module())
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    }
}
