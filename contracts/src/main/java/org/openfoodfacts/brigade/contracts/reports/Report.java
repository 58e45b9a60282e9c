package org.openfoodfacts.brigade.contracts.reports;

import org.openfoodfacts.brigade.contracts.Message;

/** What became of a command or an order on one node. */
public sealed interface Report extends Message permits CommandReport, OrderReport {}
