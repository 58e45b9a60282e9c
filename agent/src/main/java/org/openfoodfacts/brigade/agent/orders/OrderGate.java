package org.openfoodfacts.brigade.agent.orders;

import java.util.Optional;
import org.openfoodfacts.brigade.agent.orders.OrderStore.StoredOrder;
import org.openfoodfacts.brigade.contracts.orders.Order;
import org.openfoodfacts.brigade.contracts.signing.PublicKeys;
import org.openfoodfacts.brigade.contracts.wire.Codec;
import org.openfoodfacts.brigade.contracts.wire.Decoded;
import org.openfoodfacts.brigade.contracts.wire.MalformedException;
import org.openfoodfacts.brigade.contracts.wire.Verification;
import org.openfoodfacts.brigade.contracts.wire.WireRecord;

/** Decides whether a record on the orders topic is to be believed: readable, signed by the service that may send it, for this node. */
public final class OrderGate {
    private final String node;
    private final PublicKeys services;

    public OrderGate(String node, PublicKeys services) {
        this.node = node;
        this.services = services;
    }

    sealed interface Verdict {
        record Believed(StoredOrder order) implements Verdict {}

        /** {@code order} is null when not even that can be read. */
        record Refused(StoredOrder order, String why) implements Verdict {}
    }

    Verdict judge(WireRecord record) {
        try {
            Decoded<Order> decoded = Codec.decode(record, Order.class);
            if (decoded.message() == null) {
                return new Verdict.Refused(null, "an order is replaced, not removed");
            }
            StoredOrder order =
                    new StoredOrder(decoded.message(), decoded.envelope().causes());
            return objection(record, decoded)
                    .<Verdict>map(why -> new Verdict.Refused(order, why))
                    .orElseGet(() -> new Verdict.Believed(order));
        } catch (MalformedException e) {
            return new Verdict.Refused(null, e.getMessage());
        }
    }

    private Optional<String> objection(WireRecord record, Decoded<Order> decoded) {
        return Verification.objection(record, decoded.type(), decoded.envelope(), services)
                .or(() -> node.equals(decoded.envelope().node())
                        ? Optional.empty()
                        : Optional.of("it is for " + decoded.envelope().node() + ", this is " + node))
                .or(() -> decoded.type().kind().equals(decoded.key())
                        ? Optional.empty()
                        : Optional.of("its key is " + decoded.key() + ", not "
                                + decoded.type().kind()));
    }
}
