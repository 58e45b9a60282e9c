package org.openfoodfacts.brigade.contracts.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.contracts.EventType;
import org.openfoodfacts.brigade.contracts.Topic;

/** The AsyncAPI document is committed as generated, and is what AsyncAPI 3.0 asks of one. */
class AsyncApiTest {
    private final JsonNode document = AsyncApi.document();

    @Test
    void theCommittedDocumentIsThatOfTheRegistry() throws JsonProcessingException {
        YAMLMapper yaml = YAMLMapper.builder()
                .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                .disable(YAMLGenerator.Feature.SPLIT_LINES)
                .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                .build();
        CommittedDocument.check("asyncapi.yaml", yaml.writeValueAsString(document));
    }

    @Test
    void itHasTheRootThatTheSpecificationRequires() {
        assertThat(document.path("asyncapi").textValue()).isEqualTo("3.0.0");
        assertThat(document.at("/info/title").isTextual()).isTrue();
        assertThat(document.at("/info/version").isTextual()).isTrue();
        for (JsonNode server : document.path("servers")) {
            assertThat(server.path("host").isTextual()).isTrue();
            assertThat(server.path("protocol").isTextual()).isTrue();
        }
        assertThat(document.at("/components/securitySchemes/scram/type").textValue())
                .isEqualTo("scramSha512");
        document.path("components")
                .propertyStream()
                .forEach(group -> group.getValue()
                        .propertyStream()
                        .forEach(entry -> assertThat(entry.getKey()).matches("[a-zA-Z0-9._-]+")));
    }

    @Test
    void everyOperationNamesItsActionItsChannelAndMessagesOfThatChannel() {
        assertThat(document.path("operations")).isNotEmpty().allSatisfy(operation -> {
            assertThat(operation.path("action").textValue()).isIn("send", "receive");
            String channel = operation.at("/channel/$ref").textValue();
            assertThat(channel).startsWith("#/channels/");
            assertThat(operation.path("messages"))
                    .isNotEmpty()
                    .allSatisfy(message ->
                            assertThat(message.path("$ref").textValue()).startsWith(channel + "/messages/"));
        });
    }

    @Test
    void everyParameterOfAnAddressIsDescribedAndNoOther() {
        assertThat(document.path("channels")).allSatisfy(channel -> {
            boolean hasParameter = channel.path("address").textValue().contains("{node}");
            assertThat(channel.path("parameters").has("node")).isEqualTo(hasParameter);
        });
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        List<String> references = new ArrayList<>();
        collect(document, references);
        assertThat(references).isNotEmpty().allSatisfy(reference -> {
            if (reference.startsWith("#")) {
                assertThat(document.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse();
            } else {
                assertThat(CommittedDocument.FOLDER.resolve(reference)).matches(Files::exists, "exists");
            }
        });
    }

    @Test
    void everyTopicAndEveryTypeIsInIt() {
        List<String> addresses = new ArrayList<>();
        List<String> sent = new ArrayList<>();
        document.path("channels").forEach(channel -> {
            addresses.add(channel.path("address").textValue());
            channel.path("messages")
                    .forEach(message -> sent.add(
                            document.at(message.path("$ref").textValue().substring(1))
                                    .path("name")
                                    .textValue()));
        });
        assertThat(addresses)
                .containsAll(Arrays.stream(Topic.values()).map(Topic::topicName).toList())
                .contains(
                        Topic.orders("x").replace(".x.", ".{node}."),
                        Topic.commands("x").replace(".x.", ".{node}."));
        assertThat(sent)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(EventType.values()).map(EventType::id).toList());
    }

    @Test
    void everyTypeHasASenderAndAReader() {
        Map<String, List<String>> byAction = Map.of("send", new ArrayList<>(), "receive", new ArrayList<>());
        document.path("operations")
                .forEach(operation -> operation
                        .path("messages")
                        .forEach(
                                message -> byAction.get(operation.path("action").textValue())
                                        .add(message.path("$ref").textValue().replaceAll(".*/", ""))));
        List<String> all = new ArrayList<>();
        document.at("/components/messages").fieldNames().forEachRemaining(all::add);
        assertThat(byAction.get("send")).containsAll(all);
        assertThat(byAction.get("receive")).containsAll(all);
    }

    private static void collect(JsonNode node, List<String> references) {
        if (node.has("$ref")) {
            references.add(node.path("$ref").textValue());
        }
        node.forEach(child -> collect(child, references));
    }
}
