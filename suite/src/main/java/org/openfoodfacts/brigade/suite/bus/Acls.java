package org.openfoodfacts.brigade.suite.bus;

import java.util.List;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.Resource;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.openfoodfacts.brigade.contracts.access.BusAccess;
import org.openfoodfacts.brigade.contracts.access.BusAccess.Grant;

/** The rights of the bus in Kafka's own terms. */
final class Acls {
    private Acls() {}

    static List<AclBinding> of(BusAccess access) {
        return access.grants().stream()
                .map(grant -> new AclBinding(
                        pattern(grant),
                        new AccessControlEntry(
                                "User:" + access.user(),
                                "*",
                                AclOperation.valueOf(grant.operation().name()),
                                AclPermissionType.ALLOW)))
                .toList();
    }

    private static ResourcePattern pattern(Grant grant) {
        return switch (grant.resource()) {
            case TOPIC -> new ResourcePattern(ResourceType.TOPIC, grant.name(), PatternType.LITERAL);
            case TOPICS_BEGINNING_WITH -> new ResourcePattern(ResourceType.TOPIC, grant.name(), PatternType.PREFIXED);
            case GROUPS_BEGINNING_WITH -> new ResourcePattern(ResourceType.GROUP, grant.name(), PatternType.PREFIXED);
            case CLUSTER -> new ResourcePattern(ResourceType.CLUSTER, Resource.CLUSTER_NAME, PatternType.LITERAL);
        };
    }
}
