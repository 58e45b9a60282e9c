package org.openfoodfacts.brigade.contracts.state;

import org.openfoodfacts.brigade.contracts.Message;

/** What one service keeps for all others to read, whole and compacted: the newest value per key is the truth. */
public sealed interface State extends Message permits FleetDeclared, NodeIdentity {}
