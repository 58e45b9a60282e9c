package org.openfoodfacts.brigade.contracts.requests;

import org.openfoodfacts.brigade.contracts.Message;

/** What another team's tool asks for over Kafka. Idempotent by CloudEvents source and id; unsigned, guarded by the topic's ACL. */
public sealed interface Request extends Message permits DeployRequested {}
