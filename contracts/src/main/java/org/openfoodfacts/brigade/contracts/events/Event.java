package org.openfoodfacts.brigade.contracts.events;

import org.openfoodfacts.brigade.contracts.Message;

/** What happened; the public history, in the past tense. Each belongs to the service whose topic it is written to. */
public sealed interface Event extends Message
        permits InventoryEvent, ZfsEvent, ProxyEvent, DeployEvent, SecurityEvent {}
