package org.openfoodfacts.brigade.contracts.api;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jackson.JacksonModule;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.MonthDay;
import java.util.Map;
import java.util.UUID;
import org.openfoodfacts.brigade.contracts.EventType;
import org.openfoodfacts.brigade.contracts.Json;
import org.openfoodfacts.brigade.contracts.Required;

/** The JSON schema (draft 2020-12) of each type's body, from the records themselves. Unknown fields are allowed, as readers ignore them. */
final class MessageSchemas {
    private static final Map<Class<?>, String> FORMATS = Map.of(Instant.class, "date-time", UUID.class, "uuid");
    /** As java.time writes them; the formats of JSON schema know no fractions in a duration, and want an offset behind a time. */
    private static final Map<Class<?>, String> PATTERNS = Map.of(
            Duration.class, "^-?P(?=.)(-?\\d+D)?(T(?=.)(-?\\d+H)?(-?\\d+M)?(-?\\d+(\\.\\d+)?S)?)?$",
            LocalTime.class, "^[0-2][0-9]:[0-5][0-9](:[0-5][0-9])?$",
            MonthDay.class, "^--[01][0-9]-[0-3][0-9]$");

    private final SchemaGenerator generator = generator();

    ObjectNode of(EventType type) {
        ObjectNode generated = generator.generateSchema(type.messageClass());
        ObjectNode schema = Json.mapper().createObjectNode();
        schema.set("$schema", generated.remove("$schema"));
        schema.put("title", type.id());
        return schema.setAll(generated);
    }

    private static SchemaGenerator generator() {
        SchemaGeneratorConfigBuilder config = new SchemaGeneratorConfigBuilder(
                        Json.mapper(), SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
                .with(Option.DEFINITIONS_FOR_ALL_OBJECTS, Option.FLATTENED_ENUMS_FROM_TOSTRING)
                .without(Option.FLATTENED_ENUMS)
                .with(new JacksonModule());
        config.forFields()
                .withRequiredCheck(field -> field.getType().getErasedType().isPrimitive()
                        || field.getAnnotationConsideringFieldAndGetterIfSupported(Required.class) != null);
        config.forTypesInGeneral().withCustomDefinitionProvider(MessageSchemas::formatted);
        return new SchemaGenerator(config.build());
    }

    private static CustomDefinition formatted(ResolvedType type, SchemaGenerationContext context) {
        ObjectNode text = Json.mapper().createObjectNode().put("type", "string");
        String pattern = PATTERNS.get(type.getErasedType());
        if (pattern != null) {
            return new CustomDefinition(text.put("pattern", pattern), true);
        }
        String format = FORMATS.get(type.getErasedType());
        return format == null ? null : new CustomDefinition(text.put("format", format), true);
    }
}
