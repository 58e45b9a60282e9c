package org.openfoodfacts.brigade.suite.bus;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.openfoodfacts.brigade.contracts.Service;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.access.BusAccess;
import org.openfoodfacts.brigade.suite.launch.Secrets;

/** Gives a broker its topics, users and rights. What is there already stays, so it may run at every start. */
public final class BusSetup {
    private static final int PARTITIONS = 3;
    /** The least Kafka takes: stretching adds nothing to a random secret of 192 bits. */
    private static final int SCRAM_ITERATIONS = 4096;

    private static final String THIRTY_DAYS = Long.toString(Duration.ofDays(30).toMillis());
    private final Admin admin;
    private final Secrets secrets;

    public BusSetup(Admin admin, Secrets secrets) {
        this.admin = admin;
        this.secrets = secrets;
    }

    /** Everyone whose rights the suite itself gives: the five services, and CI as an example of another team's tool. */
    public static List<BusAccess> users() {
        return Stream.concat(Stream.of(Service.values()).map(BusAccess::of), Stream.of(BusAccess.ofTool("ci")))
                .toList();
    }

    public void run() {
        Set<String> there = KafkaCalls.await(admin.listTopics().names());
        List<NewTopic> missing =
                topics().stream().filter(topic -> !there.contains(topic.name())).toList();
        KafkaCalls.await(admin.createTopics(missing).all());
        createUsers();
        Set<AclBinding> wanted = new HashSet<>();
        users().forEach(access -> wanted.addAll(Acls.of(access)));
        wanted.removeAll(
                KafkaCalls.await(admin.describeAcls(AclBindingFilter.ANY).values()));
        KafkaCalls.await(admin.createAcls(wanted).all());
    }

    private void createUsers() {
        Set<String> there =
                KafkaCalls.await(admin.describeUserScramCredentials().all()).keySet();
        List<UserScramCredentialAlteration> missing = new ArrayList<>();
        for (BusAccess access : users()) {
            if (!there.contains(access.user())) {
                missing.add(new UserScramCredentialUpsertion(
                        access.user(),
                        new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, SCRAM_ITERATIONS),
                        secrets.of("kafka." + access.user()).getBytes(StandardCharsets.UTF_8)));
            }
        }
        if (!missing.isEmpty()) {
            KafkaCalls.await(admin.alterUserScramCredentials(missing).all());
        }
    }

    static List<NewTopic> topics() {
        return Stream.of(Topic.values())
                .flatMap(topic -> Stream.of(
                        new NewTopic(topic.topicName(), PARTITIONS, (short) 1).configs(config(topic)),
                        new NewTopic(topic.deadLetters(), 1, (short) 1).configs(Map.of("retention.ms", THIRTY_DAYS))))
                .toList();
    }

    private static Map<String, String> config(Topic topic) {
        return switch (topic.retention()) {
            case COMPACT -> Map.of("cleanup.policy", "compact");
            case DELETE_30_DAYS -> Map.of("cleanup.policy", "delete", "retention.ms", THIRTY_DAYS);
        };
    }
}
